// One table: some of its rows as the reader may see them, its columns, how they changed, and its snapshots.
import { at, query as withQuery } from '../app/api.js';
import { h, show } from '../app/dom.js';
import { ago, bytes, number, time, timeExactly, words } from '../app/format.js';
import { icon } from '../app/icons.js';
import { card, pageHead, stat, tabs } from '../app/parts/layout.js';
import { badge, empty, failure, loading, note } from '../app/parts/states.js';
import { pagedTable, table } from '../app/parts/table.js';
import { SignedOut } from '../app/api.js';

const SAMPLE = 25;
const numeric = column => column.mask === 'CLEAR' && /^(long|double|decimal|int|float)/.test(column.type);
const MASKS = { SHA256: 'hashed', IP: 'network only', REDACT: 'redacted', HIDDEN: 'not shown to you' };

export default async function tablePage({ root, api, params, query, me, signal, navigate }) {
  const { namespace, table: name } = params;
  const path = at`/reading/v1/tables/${namespace}/${name}`;
  const policy = `#/policies/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
  const letters = withQuery('#/dead-letters', { table: `${namespace}.${name}` });
  const readers = me.roles.some(role => role.startsWith('tenant-'));
  const snapshot = query.get('snapshot');
  const page = { api, path, signal, navigate, snapshot, here: `#/tables/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}` };
  const facts = h('div');
  show(root,
    pageHead({
      title: `${namespace}.${name}`, back: { href: '#/tables', label: 'Tables' },
      actions: readers && [h('a', { class: 'button', href: letters }, icon('letter'), 'Dead letters'), h('a', { class: 'button', href: policy }, icon('lock'), 'Masking policy')],
    }),
    facts,
    card({}, tabs('What to see of the table', [
      { id: 'rows', label: 'Rows', fill: panel => fill(panel, () => rows(page)) },
      { id: 'columns', label: 'Columns', fill: panel => fill(panel, () => columns(page)) },
      { id: 'changes', label: 'Schema changes', fill: panel => fill(panel, () => changes(page)) },
      { id: 'snapshots', label: 'Snapshots', fill: panel => fill(panel, () => snapshots(page)) },
    ], query.get('tab') ?? 'rows')));
  await fill(facts, () => figures(page));
}

/** Fills a place with what comes, or says there what failed. */
async function fill(place, content) {
  show(place, loading(3));
  try {
    show(place, await content());
  } catch (problem) {
    if (problem instanceof SignedOut || problem.name === 'AbortError') return;
    show(place, problem.status === 404
      ? empty({ icon: 'table', title: 'Nothing to read yet', text: 'This table has not been written, or there is no such table.', action: { label: 'All tables', href: '#/tables' } })
      : failure(problem, () => fill(place, content)));
  }
}

async function figures({ api, path, signal }) {
  const { snapshots: [newest] } = await api.get(`${path}/snapshots?limit=1`, { signal });
  const all = await api.get('/reading/v1/tables', { signal });
  const now = all.find(one => path === at`/reading/v1/tables/${one.namespace}/${one.table}`);
  return h('div', { class: 'stats' },
    stat({ label: 'Rows', value: number(now?.rows) }),
    stat({ label: 'Size', value: bytes(newest?.bytes), hint: `${number(newest?.files)} data files` }),
    stat({ label: 'Last commit', value: ago(newest?.committedAt), hint: time(newest?.committedAt) }));
}

async function rows({ api, path, signal, snapshot, here }) {
  const answer = await api.get(withQuery(`${path}/rows`, { limit: SAMPLE, snapshot }), { signal });
  const older = snapshot && note('info', h('p', {}, 'Rows as they were in an older snapshot. ', h('a', { href: here }, 'Show them as they are now')));
  if (answer.rows.length === 0) return [older, empty({ icon: 'table', title: 'No rows', text: 'The table is there, and empty.' })];
  return [
    older,
    h('p', { class: 'quiet small' }, answer.rows.length < SAMPLE ? `All ${answer.rows.length} rows, ` : `${SAMPLE} of the rows, `, 'as your roles may see them.'),
    h('div', { class: 'table-wrap rows', tabindex: '0', role: 'region', 'aria-label': 'Rows' },
      h('table', { class: 'table grid' },
        h('caption', { class: 'unseen' }, 'Rows'),
        h('thead', {}, h('tr', {}, answer.columns.map(column => h('th', { scope: 'col', class: numeric(column) ? 'num' : null },
          h('span', {}, column.name), h('small', {}, column.type, MASKS[column.mask] && ` · ${MASKS[column.mask]}`))))),
        h('tbody', {}, answer.rows.map(row => h('tr', {}, row.map((value, i) =>
          h('td', { class: numeric(answer.columns[i]) ? 'num' : null }, cell(value, answer.columns[i]))))))))];
}

function cell(value, column) {
  if (value === null || value === undefined) return h('span', { class: 'quiet' }, 'null');
  if (column.mask !== 'CLEAR') return h('span', { class: 'mono quiet', title: MASKS[column.mask] }, String(value));
  if (column.type.startsWith('timestamp')) return h('time', { datetime: value, title: value }, time(value));
  return h('span', { class: column.type === 'json' ? 'mono' : null, title: String(value) }, String(value));
}

async function columns({ api, path, signal }) {
  const { columns: all } = await api.get(`${path}/schema`, { signal });
  return table({
    caption: 'Columns', rows: all,
    columns: [
      { label: 'Column', cell: one => one.name },
      { label: 'Type', cell: one => h('code', {}, one.type) },
      { label: 'A value is', cell: one => (one.required ? 'always there' : 'optional') },
      { label: 'You see', cell: one => (one.mask === 'CLEAR' ? 'the value' : badge(one.mask === 'HIDDEN' ? 'paused' : 'running', MASKS[one.mask])) },
    ],
  }).element;
}

async function changes({ api, path, signal }) {
  const { history } = await api.get(`${path}/schema`, { signal });
  return h('ol', { class: 'timeline' }, history.map(change => h('li', {},
    h('p', { class: 'quiet small' }, change.since ? h('time', { datetime: change.since, title: timeExactly(change.since) }, time(change.since)) : 'no snapshot of that time is kept'),
    h('ul', {}, change.what.map(what => h('li', {}, words(what.slice(0, what.indexOf(' '))), what.slice(what.indexOf(' '))))))));
}

async function snapshots({ api, path, signal, here }) {
  const load = async before => {
    const page = await api.get(withQuery(`${path}/snapshots`, { limit: 50, before }), { signal });
    return { rows: page.snapshots, next: page.next };
  };
  const removed = one => one.recordsRemoved + one.positionsDeleted;
  return pagedTable({
    caption: 'Snapshots', first: await load(), load,
    columns: [
      { label: 'Committed', cell: one => h('time', { datetime: one.committedAt, title: timeExactly(one.committedAt) }, time(one.committedAt)) },
      { label: 'Snapshot', cell: one => h('code', {}, one.id) },
      { label: 'Added', class: 'num', cell: one => number(one.recordsAdded) },
      { label: 'Replaced or removed', class: 'num', cell: one => number(removed(one)) },
      { label: 'Size', class: 'num', cell: one => bytes(one.bytes) },
      { label: 'Rows then', cell: one => h('a', { href: `${here}?snapshot=${one.id}`, 'aria-label': `Show rows as of ${time(one.committedAt)}` }, 'Show') },
    ],
  });
}
