// The frame that pages share: a head with actions, cards, figures, tabs, and lists of terms.
import { h, show, uid } from '../dom.js';
import { icon } from '../icons.js';

/** back: { href, label }; lead: a sentence; badges and actions: elements. */
export const pageHead = ({ title, lead, back, badges, actions }) =>
  h('header', { class: 'page-head' },
    back && h('a', { class: 'back', href: back.href }, icon('chevron', 16), back.label),
    h('div', { class: 'page-title' },
      h('h1', { title }, title), badges,
      actions && h('div', { class: 'actions' }, actions)),
    lead && h('p', { class: 'lead' }, lead));

/** A section of its own. level: of its heading. */
export const card = ({ title, text, actions, tight, level = 2 }, ...children) =>
  h('section', { class: ['card', tight && 'tight'] },
    (title || actions) && h('header', { class: 'card-head' },
      h('div', {}, title && h(`h${level}`, {}, title), text && h('p', {}, text)),
      actions && h('div', { class: 'actions' }, actions)),
    children);

/** A figure with its name. */
export const stat = ({ label, value, hint, tone, extra }) =>
  h('div', { class: 'stat', data: { tone } },
    h('span', { class: 'stat-label' }, label),
    h('strong', { class: 'stat-value' }, value),
    hint && h('span', { class: 'stat-hint' }, hint),
    extra);

/** Terms and what they are: [[term, value], …]; rows without a value are left out. */
export const facts = rows =>
  h('dl', { class: 'facts' }, rows.filter(row => row && row[1] !== null && row[1] !== undefined && row[1] !== '')
    .map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))));

/** tabs: [{ id, label, fill: panel => … }]. What is chosen is filled each time that it is chosen. */
export function tabs(label, all, chosen = all[0].id) {
  const prefix = uid('tab');
  const panel = h('div', { class: 'tab-panel', role: 'tabpanel', tabindex: '0' });
  let shown = null;
  const buttons = all.map(tab => h('button', { role: 'tab', id: `${prefix}-${tab.id}`, 'aria-controls': `${prefix}-panel`, onclick: () => choose(tab) }, tab.label));
  panel.id = `${prefix}-panel`;
  const choose = tab => {
    buttons.forEach((button, i) => {
      button.setAttribute('aria-selected', String(all[i] === tab));
      button.tabIndex = all[i] === tab ? 0 : -1;
    });
    panel.setAttribute('aria-labelledby', `${prefix}-${tab.id}`);
    shown = tab;
    show(panel);
    tab.fill(panel);
  };
  const list = h('div', { class: 'tabs', role: 'tablist', 'aria-label': label, onkeydown: event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = buttons.indexOf(document.activeElement);
    if (!step || at < 0) return;
    const next = (at + step + all.length) % all.length;
    buttons[next].focus();
    choose(all[next]);
  } }, buttons);
  choose(all.find(tab => tab.id === chosen) ?? all[0]);
  const element = h('div', {}, list, panel);
  /** Fills again what is shown, because something has changed. */
  element.refill = id => { if (shown.id === id) shown.fill(panel); };
  return element;
}
