// One pipeline: what it brings as it comes, how its runs went, when it runs next, where it stands and how it is tuned.
import { at } from '../app/api.js';
import { h, redraw, show } from '../app/dom.js';
import { ago, bytes, compact, duration, number, time, timeExactly, words } from '../app/format.js';
import { card, facts, pageHead, tabs } from '../app/parts/layout.js';
import { bars, progress } from '../app/parts/chart.js';
import { confirm } from '../app/parts/dialog.js';
import { table, pagedTable } from '../app/parts/table.js';
import { badge, empty, failure, loading, note } from '../app/parts/states.js';

const HISTORY = 40;
const ACTIVE = ['queued', 'running', 'waiting_for_budget'];
const TONES = { failed: 'bad', partly_failed: 'warn', cancelled: 'quiet' };

export default async function pipeline({ root, api, params, me, signal, toast }) {
  const admin = me.roles.includes('tenant-admin');
  const path = at`/api/v1/pipelines/${params.name}`;
  const found = await api.get(path, { signal });
  const head = h('div', { class: 'stack' });
  const now = h('div', { class: 'run-now' });
  const counts = h('div', { class: 'counts' });
  const live = h('span', { class: 'live', role: 'status' }, 'connecting');
  const history = h('div', {}, loading(3));
  let running = null;
  let latest = found;

  const drawHead = () => redraw(head, pageHead({
    title: latest.name, back: { href: '#/pipelines', label: 'Pipelines' },
    lead: `${latest.connector} v${latest.version} into ${latest.namespace}, ${words(latest.schedule).toLowerCase()}`,
    badges: latest.paused ? badge('paused') : null,
    actions: admin && [
      latest.paused
        ? h('button', { class: 'button', onclick: act('resume', 'The schedule goes on.') }, 'Resume schedule')
        : latest.schedule !== 'manual' && h('button', { class: 'button', onclick: pause }, 'Pause schedule'),
      h('button', { class: 'button', onclick: check }, 'Check connection'),
      h('button', { class: 'button primary', onclick: runNow, disabled: ACTIVE.includes(running?.status) }, 'Run now'),
    ],
  }), latest.paused && h('div', {}, note(latest.paused.kind === 'AUTH' ? 'bad' : 'warn',
    h('strong', {}, latest.paused.kind === 'AUTH' ? 'The API refuses the credential' : 'The schedule stands still'),
    h('p', {}, latest.paused.reason, ' · since ', time(latest.paused.since)),
    latest.paused.kind === 'AUTH' && admin && h('p', {}, h('a', { href: `#/pipelines/${encodeURIComponent(latest.name)}/credential` }, 'Enter the credential again')))));

  const attempt = work => async event => {
    const button = event?.currentTarget;
    if (button) button.disabled = true;
    try { await work(); } catch (problem) { toast(problem.message, 'bad'); } finally { if (button) button.disabled = false; }
  };
  const look = async () => { latest = await api.get(path, { signal }); drawHead(); next.draw(latest); more.refill('checkpoint'); };
  const act = (what, done, body = {}) => attempt(async () => { await api.post(`${path}/${what}`, body); await look(); toast(done); });
  async function pause() {
    if (await confirm('Pause the schedule?', 'Nothing runs by itself until somebody resumes it. A run by hand is still possible.', 'Pause schedule')) act('pause', 'The schedule stands still.')();
  }
  const check = attempt(async () => {
    const result = await api.post(`${path}/check`, {});
    if (result.succeeded) { await look(); toast('The API takes the credential.'); } else toast(result.problem?.message ?? 'The API does not take it.', 'bad');
  });
  const runNow = attempt(async () => {
    running = await api.post(`${path}/runs`, undefined, { once: true });
    toast('The run has begun.');
    drawNow();
    drawHead();
  });

  const drawNow = () => redraw(now, running
    ? [h('div', { class: 'run-now-head' }, badge(running.status), h('a', { href: `#/runs/${running.id}` }, ACTIVE.includes(running.status) ? 'Current run' : 'Last run'),
        h('span', { class: 'quiet small' }, `${ago(running.requestedAt)} · ${number(running.rows)} rows · ${bytes(running.bytes)} · ${duration(running.durationMs)}${running.leftMs ? ` · about ${duration(running.leftMs)} left` : ''}`)),
      ACTIVE.includes(running.status) && progress(share(running), 'Slices done'),
      running.reason && h('p', { class: 'small' }, running.reason.message)]
    : h('p', { class: 'quiet' }, 'It has not run yet.'));

  let before = new Map();
  const drawCounts = tables => {
    show(counts, tables.map(one => h('div', { class: 'count', data: { moved: String(before.has(one.table) && before.get(one.table) !== one.rows), table: one.table } },
      h('span', { class: 'count-name', title: one.table }, one.stream),
      h('span', { class: 'count-rows' }, number(one.rows)),
      h('small', {}, `${compact(one.rowsToday)} today · ${bytes(one.bytes)}`))));
    before = new Map(tables.map(one => [one.table, one.rows]));
  };

  const drawHistory = async () => {
    const { data, next } = await api.read(`${path}/runs?limit=${HISTORY}`, { signal });
    if (data.length === 0) return show(history, empty({ icon: 'clock', title: 'No run yet', text: 'Its runs will be here, with how long they took and what they brought.' }));
    const oldest = data.toReversed();
    const mark = (value, format) => run => ({ label: time(run.requestedAt), value: value(run), tone: TONES[run.status], href: `#/runs/${run.id}`, detail: `${format(value(run))}, ${run.status.replaceAll('_', ' ')}` });
    redraw(history, h('div', { class: 'stack loose' },
      h('div', { class: 'columns even' },
        bars({ title: 'Duration of each run', format: duration, bars: oldest.map(mark(run => run.durationMs, duration)) }),
        bars({ title: 'Bytes of each run', format: bytes, bars: oldest.map(mark(run => run.bytes, bytes)) })),
      pagedTable({ caption: 'Runs, newest first', first: { rows: data.slice(0, 10), next: data.length > 10 ? `${path}/runs?limit=20&before=${data[9].id}` : next },
        load: async address => { const page = await api.read(address, { signal }); return { rows: page.data, next: page.next }; },
        columns: [
          { label: 'Begun', cell: run => h('a', { href: `#/runs/${run.id}`, title: timeExactly(run.requestedAt) }, time(run.requestedAt)) },
          { label: 'State', cell: run => badge(run.status) },
          { label: 'Duration', cell: run => duration(run.durationMs), class: 'num' },
          { label: 'Rows', cell: run => number(run.rows), class: 'num' },
          { label: 'Bytes', cell: run => bytes(run.bytes), class: 'num' },
          { label: 'Why', cell: run => h('span', { class: 'quiet small' }, run.reason?.message ?? run.cause) },
        ] })));
  };

  const next = nextRuns(api, path, admin, signal);
  const more = tabs('More about this pipeline', [
    { id: 'checkpoint', label: 'Checkpoints', fill: panel => lazily(panel, () => checkpoints(api, path, latest, signal)) },
    { id: 'tuning', label: 'Self-tuning', fill: panel => lazily(panel, () => tuning(api, path, latest, signal)) },
    { id: 'configuration', label: 'Configuration', fill: panel => show(panel, configuration(latest)) },
  ]);
  show(root, head,
    card({ title: 'Rows', text: 'Of each table, as they are committed.', actions: live }, now, counts),
    card({ title: 'Runs', tight: true }, history),
    h('div', { class: 'columns' },
      card({}, more),
      next.element));
  drawHead();
  next.draw(latest);
  drawNow();
  drawCounts(found.streams.map(stream => ({ stream: stream.name, table: `${found.namespace}.${stream.table}`, rows: 0, rowsToday: 0, bytes: 0 })));
  before = new Map();

  let shown = null;
  api.live(`${path}/live`, {
    state: on => { live.dataset.on = String(on); live.textContent = on ? 'live' : 'connecting'; },
    message: told => {
      running = told.run ?? null;
      drawCounts(told.tables);
      drawNow();
      const state = `${running?.id} ${running?.status}`;
      if (state === shown) return;
      // the first message tells what was just read
      const changed = shown !== null;
      shown = state;
      drawHead();
      drawHistory().catch(problem => { if (problem.name !== 'AbortError') show(history, failure(problem)); });
      // a run that ended may have paused the schedule, and has moved checkpoints
      if (changed || latest.paused) look().catch(() => {});
    },
  }, signal);
}

const share = run => {
  const all = run.streams.reduce((sum, stream) => sum + stream.slices, 0);
  return all === 0 ? 0 : run.streams.reduce((sum, stream) => sum + stream.done, 0) / all;
};

/** What is there already stays until what replaces it has come. */
async function lazily(panel, make) {
  if (!panel.hasChildNodes()) show(panel, loading(2));
  try { show(panel, await make()); } catch (problem) { show(panel, failure(problem, () => lazily(panel, make))); }
}

async function checkpoints(api, path, pipeline, signal) {
  const all = await api.get(`${path}/checkpoints`, { signal });
  if (all.length === 0) return h('p', { class: 'quiet' }, 'Nothing was read yet.');
  const incremental = all.every(row => row.checkpoint) ? () => true : await incrementalOnes(api, pipeline, signal);
  return table({ caption: 'Checkpoints', rows: all, columns: [
    { label: 'Endpoint', cell: row => row.stream },
    { label: 'Goes on from', cell: row => h('div', { class: 'checkpoint' }, row.checkpoint ? h('code', {}, row.checkpoint) : h('span', { class: 'quiet' }, incremental(row.stream) ? 'the beginning, so far' : 'read as a whole each time')) },
    { label: 'Next slice', cell: row => number(row.nextSlice), class: 'num' },
  ] }).element;
}

/** Tells whether a cursor says where a stream's next run goes on. */
async function incrementalOnes(api, pipeline, signal) {
  const version = await api.get(at`/api/v1/connectors/${pipeline.connector}/versions/${pipeline.version}`, { signal });
  const whole = name => pipeline.streams.some(one => one.name === name && one.merge === 'FULL_REFRESH');
  return name => version.streams.some(one => one.name === name && one.incremental) && !whole(name);
}

const ACTIONS = { GROW: 'good', SHRINK: 'warn', HALVE: 'bad', KEEP: 'quiet', ALERT: 'bad' };

async function tuning(api, path, pipeline, signal) {
  const streams = await Promise.all(pipeline.streams.slice(0, 20).map(async stream =>
    ({ stream: stream.name, ...(await api.get(`${path}/streams/${encodeURIComponent(stream.name)}/tuning?limit=5`, { signal })) })));
  const heard = streams.filter(one => one.decisions.length > 0);
  if (heard.length === 0) return h('p', { class: 'quiet' }, 'No decision yet: batches are tuned after each drain, by memory, duration and errors.');
  return h('div', { class: 'stack loose' }, heard.map(one => h('section', {},
    h('h3', {}, one.stream), h('p', { class: 'quiet small' }, `${number(one.executorBatch)} records in an envelope, ${number(one.writerBatch)} in a commit`),
    h('ul', {}, one.decisions.map(decision => h('li', { class: 'decision' },
      h('div', { class: 'decision-head' },
        h('span', { class: 'badge', data: { tone: ACTIONS[decision.action] } }, words(decision.action)),
        h('strong', { class: 'num' }, decision.before === decision.after ? number(decision.after) : `${number(decision.before)} → ${number(decision.after)}`),
        h('small', {}, `${decision.service}, ${ago(decision.at)}`)),
      h('small', {}, decision.reason, ' · ', `${bytes(decision.signal.peakMemoryBytes)} of ${bytes(decision.signal.memoryLimitBytes)}, longest ${duration(decision.signal.longestMs)} of ${duration(decision.signal.deadlineMs)}`)))))));
}

const configuration = pipeline => h('div', { class: 'stack' },
  facts([
    ['Connector', `${pipeline.connector} v${pipeline.version}`], ['Credential', pipeline.credential], ['Destination', pipeline.destination],
    ['Tables in', pipeline.namespace], ['Time zone', pipeline.timing.timeZone], ['When the last run is not done', words(pipeline.timing.overlap)],
    ...Object.entries(pipeline.config).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  ]),
  table({ caption: 'Endpoints', rows: pipeline.streams, columns: [
    { label: 'Endpoint', cell: row => row.name },
    { label: 'Table', cell: row => row.table },
    { label: 'Rows are', cell: row => ({ APPEND: 'appended', UPSERT: 'one per key', FULL_REFRESH: 'replaced', HISTORY: 'kept as versions' })[row.merge] ?? row.merge },
    { label: 'Key', cell: row => row.key.join(', ') || '–' },
  ] }).element);

function nextRuns(api, path, admin, signal) {
  const element = h('div');
  const body = h('div', {}, loading(3));
  const draw = pipeline => {
    redraw(element, card({ title: 'Next runs', text: `${words(pipeline.schedule)}, ${pipeline.timing.timeZone}`,
      actions: admin && h('a', { class: 'button small', href: `#/pipelines/${encodeURIComponent(pipeline.name)}/schedule` }, 'Change schedule') }, body));
    fill(pipeline);
  };
  const fill = pipeline => api.get(`${path}/schedule?count=5`, { signal }).then(({ next }) => show(body, next.length === 0
    ? h('p', { class: 'quiet' }, pipeline.schedule === 'manual' ? 'By hand only.' : pipeline.schedule.startsWith('after ') ? `When ${pipeline.schedule.slice(6)} has succeeded.` : 'None while the schedule stands still.')
    : h('ul', { class: 'next-runs' }, next.map(moment => h('li', {}, h('time', { datetime: moment }, time(moment)), h('time', { datetime: moment }, ago(moment))))))
  ).catch(problem => { if (problem.name !== 'AbortError') show(body, failure(problem)); });
  return { element, draw };
}
