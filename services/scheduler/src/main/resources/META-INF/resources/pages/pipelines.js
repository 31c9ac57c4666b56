// All pipelines, in pages.
import { h, show } from '../app/dom.js';
import { ago, number, time, words } from '../app/format.js';
import { card, pageHead } from '../app/parts/layout.js';
import { pagedTable } from '../app/parts/table.js';
import { badge, empty } from '../app/parts/states.js';

const PAGE = 50;

export default async function pipelines({ root, api, me, signal }) {
  const admin = me.roles.includes('tenant-admin');
  const load = async path => {
    const { data, next } = await api.read(path, { signal });
    return { rows: data, next };
  };
  const first = await load(`/api/v1/pipelines?limit=${PAGE}`);
  const head = pageHead({ title: 'Pipelines', lead: 'What is read, where it goes, and when.',
    actions: admin && h('a', { class: 'button primary', href: '#/new' }, 'New pipeline') });
  if (first.rows.length === 0) {
    return show(root, head, card({}, empty({ icon: 'flow', title: 'No pipeline yet', text: 'A pipeline reads an API on a schedule and lands each of its endpoints as a table.', action: admin ? { label: 'New pipeline', href: '#/new' } : null })));
  }
  show(root, head, card({ tight: true }, pagedTable({
    caption: 'Pipelines', first, load,
    columns: [
      { label: 'Pipeline', cell: row => h('a', { href: `#/pipelines/${encodeURIComponent(row.name)}` }, row.name) },
      { label: 'Connector', cell: row => `${row.connector} v${row.version}` },
      { label: 'Endpoints', cell: row => number(row.streams.length), class: 'num' },
      { label: 'Tables in', cell: row => row.namespace },
      { label: 'Schedule', cell: row => words(row.schedule) },
      { label: 'Next run', cell: row => row.paused ? badge('paused', row.paused.kind === 'AUTH' ? 'credential refused' : 'paused') : row.nextRunAt ? h('time', { datetime: row.nextRunAt, title: time(row.nextRunAt) }, ago(row.nextRunAt)) : '–' },
    ],
  })));
}
