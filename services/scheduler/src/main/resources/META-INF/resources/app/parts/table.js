// Tables. On a narrow screen each row becomes a card, whose cells say what they are.
import { h, show, add } from '../dom.js';
import { SignedOut } from '../api.js';
import { failure } from './states.js';

/**
 * columns: [{ label, cell: row => node or text, class: 'num', hide: 'narrow' }]. The first cell heads its row.
 * caption: what the table is, for those who do not see it.
 */
export function table({ columns, rows, caption, key }) {
  const body = h('tbody');
  const element = h('div', { class: 'table-wrap', tabindex: '0', role: 'region', 'aria-label': caption },
    h('table', { class: 'table' },
      h('caption', { class: 'unseen' }, caption),
      h('thead', {}, h('tr', {}, columns.map(column => h('th', { scope: 'col', class: column.class }, column.label)))),
      body));
  const line = row => h('tr', { data: key ? { key: key(row) } : {} }, columns.map((column, i) =>
    h(i === 0 ? 'th' : 'td', { scope: i === 0 ? 'row' : null, class: column.class, data: { label: column.label } }, column.cell(row))));
  return {
    element,
    append: more => add(body, more.map(line)),
    replace: all => show(body, all.map(line)),
    ...(rows ? (add(body, rows.map(line)), {}) : {}),
  };
}

/**
 * A table of what comes in pages: shows the first one, and more when asked.
 * first: { rows, next }; load(next) → { rows, next }, next being anything that load understands, or null at the end.
 */
export function pagedTable({ first, load, ...options }) {
  const shown = table({ ...options, rows: first.rows });
  const foot = h('div', { class: 'table-foot' });
  const draw = next => {
    show(foot);
    if (next === null || next === undefined || next === '') return;
    const more = h('button', { class: 'button', onclick: async () => {
      more.disabled = true;
      try {
        const page = await load(next);
        shown.append(page.rows);
        draw(page.next);
      } catch (problem) {
        if (!(problem instanceof SignedOut)) show(foot, failure(problem, () => draw(next)));
      }
    } }, 'Show more');
    add(foot, [more]);
  };
  draw(first.next);
  return h('div', {}, shown.element, foot);
}
