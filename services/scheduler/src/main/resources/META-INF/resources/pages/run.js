// One run: what it brought, what failed and what to do about it.
import { at } from '../app/api.js';
import { h, redraw, show } from '../app/dom.js';
import { ago, bytes, capital, duration, number, sentence, time, timeExactly, words } from '../app/format.js';
import { card, pageHead, stat } from '../app/parts/layout.js';
import { progress } from '../app/parts/chart.js';
import { confirm } from '../app/parts/dialog.js';
import { pagedTable, table } from '../app/parts/table.js';
import { badge, note } from '../app/parts/states.js';

const ACTIVE = ['queued', 'running', 'waiting_for_budget'];
const AGAIN_MS = 2000;

export default async function run({ root, api, params, me, signal, toast, navigate }) {
  const admin = me.roles.includes('tenant-admin');
  const path = at`/api/v1/runs/${params.id}`;
  let told = await api.get(path, { signal });
  const head = h('div', { class: 'stack' });
  const streams = h('div');
  const slices = h('div');
  show(root, head, streams, slices);

  const attempt = work => async event => {
    const button = event.currentTarget;
    button.disabled = true;
    try { await work(); } catch (problem) { toast(problem.message, 'bad'); } finally { button.disabled = false; }
  };
  const cancel = attempt(async () => {
    if (!await confirm('Cancel this run?', 'What is being read now may still become rows. The next run begins with what is left.', 'Cancel run', { danger: true })) return;
    told = await api.post(`${path}/cancel`, {});
    draw();
    toast('The run is cancelled.');
  });
  const retry = attempt(async () => {
    const next = await api.post(`${path}/retry`, {});
    toast('What failed is being tried again.');
    navigate(`/runs/${next.id}`);
  });

  function draw() {
    const active = ACTIVE.includes(told.status);
    const done = told.streams.reduce((sum, one) => sum + one.done, 0);
    const all = told.streams.reduce((sum, one) => sum + one.slices, 0);
    redraw(head,
      pageHead({
        title: `Run of ${told.pipeline}`, back: { href: `#/pipelines/${encodeURIComponent(told.pipeline)}`, label: told.pipeline },
        lead: `${capital(told.cause)} · ${timeExactly(told.requestedAt)}`, badges: badge(told.status),
        actions: admin && [
          active && h('button', { class: 'button danger', onclick: cancel }, 'Cancel run'),
          ['failed', 'partly_failed', 'cancelled'].includes(told.status) && h('button', { class: 'button primary', onclick: retry }, 'Retry what failed'),
        ],
      }),
      told.reason && note(told.status === 'failed' ? 'bad' : 'warn', h('strong', {}, sentence(told.reason.message)), told.reason.action && h('p', {}, h('span', { class: 'quiet' }, 'What to do: '), sentence(told.reason.action))),
      h('div', { class: 'stats' },
        stat({ label: 'Rows', value: number(told.rows), hint: bytes(told.bytes) }),
        stat({ label: active ? 'Running for' : 'Duration', value: duration(told.durationMs), hint: told.finishedAt ? `Ended ${ago(told.finishedAt)}` : `Begun ${ago(told.requestedAt)}` }),
        stat({ label: active ? 'Time left' : 'Slices', value: active ? (told.leftMs === undefined || told.leftMs === null ? '–' : `about ${duration(told.leftMs)}`) : number(all),
          hint: active ? `${number(done)} of ${number(all)} slices done` : told.status === 'failed' ? 'None left to do' : `${number(done)} done`, extra: active && all > 0 && progress(done / all, 'Slices done') }),
        stat({ label: 'Dead letters', value: number(told.rejected), tone: told.rejected ? 'warn' : null, hint: told.rejected ? 'Records that fit no row' : told.rows ? 'Every record became a row' : 'No record was refused' })));
    show(streams,
      h('div', { class: 'stack loose' },
        told.errors.length > 0 && card({ title: 'What failed' }, h('div', { class: 'failures' }, told.errors.map(error =>
          note('bad', h('strong', {}, error.stream, ' · ', words(error.kind)), h('p', {}, error.message))))),
        card({ title: 'Endpoints', tight: true }, table({ caption: 'What the run did for each endpoint', rows: told.streams, columns: [
          { label: 'Endpoint', cell: one => h('span', { class: 'endpoint' }, one.name) },
          { label: 'State', cell: one => badge(one.status) },
          { label: 'Slices', cell: one => `${number(one.done)} of ${number(one.slices)}`, class: 'num' },
          { label: 'Rows', cell: one => number(one.rows), class: 'num' },
          { label: 'Bytes', cell: one => bytes(one.bytes), class: 'num' },
          { label: 'Ledger', cell: one => h('span', { class: 'balance' }, h('span', {}, one.ledger.reported === undefined ? 'reported by the API: unknown' : `${number(one.ledger.reported)} reported by the API`), h('span', {}, `${number(one.ledger.fetched)} fetched`), h('span', {}, `${number(one.ledger.deduplicated)} repeated`), h('span', {}, `${number(one.ledger.committed)} committed`), h('span', {}, `${number(one.ledger.deadLettered)} put aside`)) },
        ] }).element)));
  }

  async function drawSlices() {
    const load = async address => { const page = await api.read(address, { signal }); return { rows: page.data, next: page.next }; };
    const first = await load(`${path}/slices?limit=50`);
    if (first.rows.length === 0) return show(slices);
    show(slices, card({ title: 'Slices', tight: true, text: 'What can be tried again on its own. One that failed moves on to the run that tries it again.' }, pagedTable({
      caption: 'Slices', first, load, columns: [
        { label: 'Slice', cell: one => `${one.stream} ${number(one.number)}` },
        { label: 'State', cell: one => badge({ committed: 'succeeded', staged: 'running', requested: 'running', planned: 'queued', deferred: 'waiting_for_budget' }[one.status] ?? one.status, one.status) },
        { label: 'Range', cell: one => h('span', { class: 'slice-bounds' }, one.start || one.end ? `${one.start ?? 'the beginning'} – ${one.end ?? 'now'}` : 'everything') },
        { label: 'Asked for', cell: one => h('span', { title: time(one.requestedAt) }, one.requests === 0 ? 'not yet' : one.requests === 1 ? ago(one.requestedAt) : `${number(one.requests)} times, ${ago(one.requestedAt)}`) },
      ],
    })));
  }

  draw();
  await drawSlices();
  const timer = setInterval(async () => {
    if (!ACTIVE.includes(told.status) || document.hidden) return;
    try {
      told = await api.get(path, { signal });
      draw();
      if (!ACTIVE.includes(told.status)) await drawSlices();
    } catch { /* the next look tells */ }
  }, AGAIN_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
}
