// Short words about what was done. Screen readers hear them; nothing important is only here.
import { h } from '../dom.js';
import { icon } from '../icons.js';

const SHOWN_MS = 6000;
let region;

/** tone: good or bad. */
export function toast(text, tone = 'good') {
  if (!region?.isConnected) {
    region = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
    document.body.append(region);
  }
  const item = h('div', { class: 'toast', data: { tone } }, icon(tone === 'good' ? 'check' : 'warn'), h('span', {}, text),
    h('button', { class: 'button icon-only plain', 'aria-label': 'Dismiss', onclick: () => item.remove() }, icon('close', 16)));
  region.append(item);
  setTimeout(() => item.remove(), SHOWN_MS);
}
