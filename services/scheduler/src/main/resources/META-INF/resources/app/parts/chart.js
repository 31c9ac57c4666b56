// Charts as SVG. Each says in words what it shows, and its bars can be pointed at and reached by keyboard.
import { h, s, show } from '../dom.js';

/**
 * Bars over time. bars: [{ label, value, tone, href, detail }], oldest first. format: value → text. height in pixels.
 */
export function bars({ title, bars: all, format, height = 120, shown = 40 }) {
  const list = all.slice(-shown);
  const max = Math.max(1, ...list.map(bar => bar.value));
  const width = 100 / Math.max(list.length, 12);
  const note = h('p', { class: 'chart-note', 'aria-hidden': 'true' });
  const rest = list.length ? `highest ${format(max)}` : '';
  show(note, rest);
  const tell = bar => show(note, bar ? `${bar.label} · ${bar.detail ?? format(bar.value)}` : rest);
  const marks = list.map((bar, i) => {
    const size = Math.max(bar.value > 0 ? 2 : 0.75, (bar.value / max) * 96);
    const mark = s('rect', { class: 'chart-bar', data: { tone: bar.tone ?? 'info' }, x: i * width + width * 0.14, y: 100 - size, width: width * 0.72, height: size, rx: 0.4 });
    const hit = s('rect', { class: 'chart-hit', x: i * width, y: 0, width, height: 100 });
    const group = bar.href
      ? s('a', { href: bar.href, 'aria-label': `${bar.label}: ${bar.detail ?? format(bar.value)}` }, hit, mark)
      : s('g', {}, s('title', {}, `${bar.label}: ${bar.detail ?? format(bar.value)}`), hit, mark);
    for (const [enter, leave] of [['pointerenter', 'pointerleave'], ['focus', 'blur']]) {
      group.addEventListener(enter, () => tell(bar));
      group.addEventListener(leave, () => tell());
    }
    return group;
  });
  const picture = s('svg', { class: 'chart', viewBox: '0 0 100 100', preserveAspectRatio: 'none', style: { height: `${height}px` },
    role: list.some(bar => bar.href) ? 'group' : 'img', 'aria-label': `${title}: ${list.length} bars, ${rest}` },
  [25, 50, 75].map(y => s('line', { class: 'chart-grid', x1: 0, x2: 100, y1: y, y2: y })), marks);
  return h('figure', { class: 'figure' }, h('figcaption', {}, h('span', {}, title), note), picture);
}

/** A small line without axes. values: numbers, oldest first. */
export function sparkline(values, label) {
  const max = Math.max(1, ...values);
  const step = values.length > 1 ? 100 / (values.length - 1) : 100;
  const points = values.map((value, i) => `${(i * step).toFixed(2)},${(30 - (value / max) * 28).toFixed(2)}`);
  return s('svg', { class: 'spark', viewBox: '0 0 100 32', preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
    values.length > 1 && [
      s('polygon', { class: 'spark-area', points: `0,32 ${points.join(' ')} 100,32` }),
      s('polyline', { class: 'spark-line', points: points.join(' ') }),
    ]);
}

/** A share of a whole, 0 to 1. */
export const progress = (share, label) =>
  h('div', { class: 'progress', role: 'progressbar', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': Math.round(share * 100) },
    h('div', { class: 'progress-done', style: { width: `${Math.min(1, Math.max(0, share)) * 100}%` } }));
