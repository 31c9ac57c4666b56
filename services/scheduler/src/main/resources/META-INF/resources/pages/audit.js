// Who changed what, when. The database writes it, so there is no way past it.
import { query as withQuery } from '../app/api.js';
import { h, show } from '../app/dom.js';
import { ago, timeExactly, words } from '../app/format.js';
import { card, pageHead } from '../app/parts/layout.js';
import { badge, empty } from '../app/parts/states.js';
import { pagedTable } from '../app/parts/table.js';

const PAGE = 100;
const TONE = { CREATED: 'succeeded', CHANGED: 'running', DELETED: 'failed' };
const KINDS = { lake_table: 'table', access_token: 'token', key_user: 'user', feature_view: 'feature view', stream_tuning: 'tuning', tenant_plan: 'price plan' };

export default async function audit({ root, api, signal }) {
  const load = async before => {
    const rows = await api.get(withQuery('/api/v1/audit', { limit: PAGE, before }), { signal });
    return { rows, next: rows.length === PAGE ? rows.at(-1).number : null };
  };
  const first = await load();
  show(root,
    pageHead({ title: 'Audit log', lead: 'Every change of your things, with who made it. Secrets are never in it.' }),
    first.rows.length === 0
      ? card({}, empty({ icon: 'list', title: 'Nothing was changed yet' }))
      : card({ tight: true }, pagedTable({ caption: 'Changes, the latest first', first, load, columns: COLUMNS, key: entry => entry.number })));
}

const COLUMNS = [
  { label: 'What', cell: entry => h('span', { class: 'what' }, badge(TONE[entry.action], words(entry.action)), h('span', {}, KINDS[entry.kind] ?? entry.kind.replaceAll('_', ' '), ' ', h('strong', {}, entry.subject))) },
  { label: 'Who', cell: entry => entry.actor },
  { label: 'When', cell: entry => h('time', { datetime: entry.at, title: timeExactly(entry.at) }, ago(entry.at)) },
  { label: 'Fields', cell: entry => fields(entry) },
];

function fields(entry) {
  const all = Object.entries(entry.fields);
  if (all.length === 0) return '';
  return h('details', { class: 'changes' },
    h('summary', {}, all.length === 1 ? '1 field' : `${all.length} fields`),
    h('dl', {}, all.map(([name, { from, to }]) => h('div', {}, h('dt', {}, name.replaceAll('_', ' ')),
      h('dd', {}, from !== undefined && h('del', {}, from), from !== undefined && to !== undefined && h('span', { 'aria-hidden': 'true' }, ' → '), to !== undefined && h('ins', {}, to))))));
}
