// Records that fitted no row: why, where from, and the way back into their tables.
import { at, query as withQuery, SignedOut } from '../app/api.js';
import { h, show } from '../app/dom.js';
import { ago, number, timeExactly } from '../app/format.js';
import { icon } from '../app/icons.js';
import { confirm, dialog } from '../app/parts/dialog.js';
import { field, input, select, showProblem } from '../app/parts/form.js';
import { card, pageHead } from '../app/parts/layout.js';
import { badge, empty, failure, loading, note } from '../app/parts/states.js';
import { pagedTable } from '../app/parts/table.js';

const REPLAYED = [['', 'Any'], ['false', 'Waiting'], ['true', 'Replayed']];

export default async function deadLetters({ root, api, query, me, signal, toast }) {
  const admin = me.roles.includes('tenant-admin');
  const tables = (await api.get('/api/v1/tables', { signal })).map(one => ({ ...one, name: `${one.namespace}.${one.table}` }));
  const found = h('div', { class: 'stack', 'aria-live': 'polite' });
  const summary = h('div', { class: 'summary' });
  const choice = tables.map(one => [one.name, one.rejected ? `${one.name} (${number(one.rejected)})` : one.name]);
  const fields = {
    table: field({ label: 'Table', path: 'table', required: true, control: select([['', 'All tables'], ...choice], { value: query.get('table') ?? '' }) }),
    replayed: field({ label: 'State', path: 'replayed', required: true, control: select(REPLAYED, { value: query.get('replayed') ?? 'false' }) }),
    reason: field({ label: 'Reason contains', path: 'reason', optionalText: '', control: input({ type: 'search', value: query.get('reason') ?? '' }) }),
  };
  const asked = () => Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, one.control.value.trim()]));
  const form = h('form', { class: 'filters', role: 'search', 'aria-label': 'Find dead letters', onsubmit: event => { event.preventDefault(); run(); } },
    Object.values(fields).map(one => one.element), h('button', { class: 'button' }, icon('search'), 'Find'));
  fields.table.control.addEventListener('change', () => run());
  fields.replayed.control.addEventListener('change', () => run());
  show(root,
    pageHead({ title: 'Dead letters', lead: 'A record that fits no row of its table is kept here with the reason, and nothing of it is lost. Once the reason is gone, replay sends it through again.' }),
    card({}, form, summary), found);

  const load = async after => {
    const page = await api.get(withQuery('/reading/v1/dead-letters', { ...asked(), limit: 100, after }), { signal });
    return { rows: page.letters, next: page.next };
  };

  async function run() {
    history.replaceState(null, '', withQuery('#/dead-letters', asked()));
    Object.values(fields).forEach(one => one.problem(null));
    show(summary);
    show(found, loading(5));
    try {
      const first = await load();
      show(found, first.rows.length === 0 ? nothing() : list(first));
    } catch (problem) {
      if (problem instanceof SignedOut || problem.name === 'AbortError') return;
      show(found);
      if (problem.status === 400) showProblem(problem, Object.values(fields), summary);
      else show(found, failure(problem, run));
    }
  }

  const nothing = () => card({}, fields.reason.control.value || fields.replayed.control.value === 'true' || fields.table.control.value
    ? empty({ icon: 'letter', title: 'None like that', text: 'Nothing fits what you asked for.' })
    : empty({ icon: 'check', title: 'Every record fitted', text: 'There are no dead letters that wait for anybody.' }));

  function list(first) {
    const name = fields.table.control.value;
    return card({
      title: name ? `Dead letters of ${name}` : 'Dead letters of all tables', tight: true,
      actions: admin && name && h('button', { class: 'button primary', onclick: () => replay(name) }, icon('again'), 'Replay this table'),
    }, admin && !name && tables.length > 1 && note('info', h('p', {}, 'Choose a table to replay its letters.')),
    pagedTable({ caption: 'Dead letters', first, load, columns: columns(admin, api), key: letter => letter.id }));
  }

  async function replay(name) {
    const sure = await confirm(`Replay the dead letters of ${name}?`, 'They go through the merge once more, in their order. Those that still do not fit stay here.', 'Replay them');
    if (!sure) return;
    const [namespace, table] = name.split('.');
    try {
      await api.post(at`/api/v1/tables/${namespace}/${table}/dead-letters/replay`, {});
      toast(`The dead letters of ${name} are on their way. Look again in a minute.`);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      toast(problem.message, 'bad');
    }
  }

  await run();
}

const columns = (admin, api) => [
  { label: 'Reason', cell: letter => h('span', { class: 'reason' }, letter.reason) },
  { label: 'Table', cell: letter => h('a', { class: 'whole', href: `#/tables/${letter.namespace}/${letter.table}` }, `${letter.namespace}.${letter.table}`) },
  { label: 'From', cell: letter => (letter.slice ? letter.stream : `${letter.stream}, pushed`) },
  { label: 'Received', cell: letter => h('time', { datetime: letter.receivedAt, title: timeExactly(letter.receivedAt) }, ago(letter.receivedAt)) },
  { label: 'State', cell: letter => (letter.replayedAt ? badge('succeeded', `replayed ${ago(letter.replayedAt)}`) : badge('paused', 'waiting')) },
  ...(admin ? [{ label: 'Record', cell: letter => h('button', { class: 'button small', 'aria-label': `Show the record of letter ${letter.id}`, onclick: () => record(api, letter) }, 'Show') }] : []),
];

/** Each look is written down, so it is asked for one by one. */
function record(api, letter) {
  const place = h('div', { class: 'stack' }, loading(4));
  dialog('Record as it came', () => place);
  api.get(at`/reading/v1/dead-letters/${letter.namespace}/${letter.table}/${letter.id}/record`, { accept: '*/*' })
    .then(text => show(place, h('p', {}, letter.reason),
      h('pre', { tabindex: '0', 'aria-label': 'Record' }, pretty(text)),
      h('p', { class: 'quiet small' }, 'It may hold personal values. That you looked at it is in the log.')))
    .catch(problem => { if (!(problem instanceof SignedOut)) show(place, failure(problem)); });
}

function pretty(record) {
  if (typeof record !== 'string') return JSON.stringify(record, null, 2);
  try { return JSON.stringify(JSON.parse(record), null, 2); } catch { return record; }
}
