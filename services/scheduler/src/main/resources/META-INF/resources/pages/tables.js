// Every table of the tenant: how many rows, how fresh, and what did not fit.
import { query as withQuery } from '../app/api.js';
import { h, show } from '../app/dom.js';
import { age, ago, compact, number, timeExactly } from '../app/format.js';
import { icon } from '../app/icons.js';
import { field, input } from '../app/parts/form.js';
import { card, pageHead, stat } from '../app/parts/layout.js';
import { badge, empty, failure } from '../app/parts/states.js';
import { table } from '../app/parts/table.js';

export const tableHref = one => `#/tables/${encodeURIComponent(one.namespace)}/${encodeURIComponent(one.table)}`;

/** What the control plane knows of, with what can be read of it; problem says why nothing could. */
export async function allTables(api, signal) {
  const [known, read] = await Promise.allSettled([
    api.get('/api/v1/tables', { signal }), api.get('/reading/v1/tables', { signal })]);
  if (known.status === 'rejected') throw known.reason;
  const written = new Map((read.value ?? []).map(one => [`${one.namespace}.${one.table}`, one]));
  return {
    tables: known.value.map(one => ({ ...one, ...written.get(`${one.namespace}.${one.table}`) })),
    problem: read.status === 'rejected' ? read.reason : null,
  };
}

export default async function tables({ root, api, me, signal }) {
  const { tables: all, problem } = await allTables(api, signal);
  const mayRepair = me.roles.some(role => role.startsWith('tenant-'));
  const list = table({ caption: 'Tables', columns: columns(Boolean(problem), mayRepair), key: one => `${one.namespace}.${one.table}` });
  const none = h('div', { 'aria-live': 'polite' });
  const draw = text => {
    const found = all.filter(one => `${one.namespace}.${one.table}`.includes(text.trim().toLowerCase()));
    list.replace(found);
    list.element.hidden = found.length === 0;
    show(none, found.length === 0 && h('p', { class: 'quiet' }, `No table is called anything like “${text}”.`));
  };
  const search = field({ label: 'Find a table', path: 'name', required: true, control: input({ type: 'search', oninput: event => draw(event.target.value) }) });
  show(root,
    pageHead({ title: 'Tables', lead: 'Each endpoint and each source lands in a table of its own, in the open Iceberg format.' }),
    problem && failure(problem),
    all.length === 0
      ? card({}, empty({ icon: 'table', title: 'No table yet', text: 'A pipeline makes a table for each endpoint that it reads.', action: { label: 'To the overview', href: '#/' } }))
      : [
        figures(all, mayRepair),
        card({ tight: true }, all.length > 8 && h('div', { class: 'filters', role: 'search' }, search.element), list.element, none),
      ]);
  draw('');
}

function figures(all, mayRepair) {
  const rejected = all.reduce((sum, one) => sum + one.rejected, 0);
  const newest = all.map(one => one.committedAt).filter(Boolean).sort().at(-1);
  return h('div', { class: 'stats' },
    stat({ label: 'Tables', value: number(all.length), hint: `${number(all.filter(one => one.snapshot).length)} have been written` }),
    stat({ label: 'Rows', value: compact(all.reduce((sum, one) => sum + (one.rows ?? 0), 0)), hint: 'as a reader gets them now' }),
    stat({ label: 'Last commit', value: newest ? age(newest) : 'none yet', hint: newest ? timeExactly(newest) : null }),
    stat({ label: 'Dead letters', value: number(rejected), tone: rejected ? 'warn' : null,
      hint: !rejected ? 'every record fitted' : mayRepair ? h('a', { href: '#/dead-letters' }, 'See what did not fit') : 'records that fitted no row' }));
}

function columns(unread, mayRepair) {
  const rows = one => (one.rows !== undefined ? number(one.rows) : unread ? '–' : h('span', { class: 'quiet' }, 'not written yet'));
  return [
    { label: 'Table', cell: one => h('a', { href: tableHref(one), class: 'table-name' }, h('span', { class: 'quiet' }, `${one.namespace}.`), one.table) },
    { label: 'Rows', class: 'num', cell: rows },
    { label: 'Last commit', cell: one => (one.committedAt ? h('time', { datetime: one.committedAt, title: timeExactly(one.committedAt) }, ago(one.committedAt)) : '') },
    { label: 'Dead letters', class: 'num', cell: one => (one.rejected && !mayRepair ? number(one.rejected) : one.rejected
      ? h('a', { href: withQuery('#/dead-letters', { table: `${one.namespace}.${one.table}` }) }, badge('paused', number(one.rejected)))
      : h('span', { class: 'quiet' }, icon('check', 16), h('span', { class: 'unseen' }, 'none'))) },
  ];
}
