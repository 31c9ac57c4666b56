// The first page: how everything is.
import { h, redraw, show } from '../app/dom.js';
import { age, ago, bytes, compact, money, number, sentence, words } from '../app/format.js';
import { card, pageHead, stat } from '../app/parts/layout.js';
import { sparkline } from '../app/parts/chart.js';
import { badge, empty, note } from '../app/parts/states.js';

const AGAIN_MS = 15_000;

export default async function overview({ root, api, me, signal }) {
  const admin = me.roles.includes('tenant-admin');
  const load = async () => {
    const told = await api.get('/api/v1/overview', { signal });
    const alerts = told.alerts > 0 ? await api.get('/api/v1/alerts?open=true', { signal }) : [];
    draw(root, told, alerts, admin);
  };
  await load();
  const timer = setInterval(() => { if (!document.hidden) load().catch(() => {}); }, AGAIN_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
}

function draw(root, told, alerts, admin) {
  const start = admin && h('a', { class: 'button primary', href: '#/new' }, 'New pipeline');
  if (told.pipelines === 0) {
    return show(root, pageHead({ title: 'Overview' }), figures(told),
      card({}, empty({ icon: 'flow', title: 'Bring in your first API',
        text: 'Pick a connector, paste its credentials, tick what you want. Each endpoint becomes an Iceberg table that Snowflake and other engines read directly.',
        action: admin ? { label: 'New pipeline', href: '#/new' } : null })));
  }
  redraw(root,
    pageHead({ title: 'Overview', actions: start }),
    alerts.length > 0 && h('div', { class: 'alert-list' }, alerts.slice(0, 3).map(alert =>
      note(alert.kind === 'BUDGET' ? 'warn' : 'bad',
        h('strong', {}, sentence(alert.message)), h('p', {}, sentence(alert.action), ' ', place(alert) && h('a', { href: place(alert) }, 'Go there'))))),
    figures(told),
    card({ title: 'Connectors', text: 'How the pipelines of each are, the worst first.' },
      h('div', {}, told.connectors.map(connector))));
}

/** Where in the page an alert is dealt with. */
function place(alert) {
  if (alert.kind === 'PIPELINE_PAUSED') return `#/pipelines/${encodeURIComponent(alert.subject)}`;
  const run = /^\/api\/v1\/runs\/([^/]+)/.exec(alert.link);
  const pipeline = /^\/api\/v1\/pipelines\/([^/]+)/.exec(alert.link);
  return run ? `#/runs/${run[1]}` : pipeline ? `#/pipelines/${pipeline[1]}` : null;
}

function figures(told) {
  const all = told.connectors.flatMap(one => one.pipelines);
  const unwell = all.filter(one => ['failing', 'degraded', 'late'].includes(one.health)).length;
  const fresh = told.connectors.map(one => one.freshAt).filter(Boolean).sort().at(-1);
  const { cost } = told;
  return h('div', { class: 'stats' },
    stat({ label: 'Rows today', value: compact(told.rowsToday), hint: bytes(told.bytesToday),
      extra: told.days.length > 1 && sparkline(told.days.map(day => day.rows), `Rows of the last ${told.days.length} days`) }),
    stat({ label: 'Pipelines', value: number(told.pipelines), tone: unwell ? 'bad' : null,
      hint: told.pipelines === 0 ? 'None yet' : unwell ? `${unwell} need${unwell === 1 ? 's' : ''} attention` : 'All well' }),
    stat({ label: 'Freshest data', value: fresh ? age(fresh) : '–', hint: 'Last run that brought rows' }),
    stat({ label: 'Cost this month', value: cost ? money(cost.amount, cost.currency) : '–',
      tone: cost?.budget && Number(cost.amount) >= Number(cost.budget) ? 'warn' : null,
      hint: cost ? (cost.budget ? `Budget ${money(cost.budget, cost.currency)}` : `Plan ${cost.plan}`) : 'No price plan' }));
}

const connector = one => h('section', { class: 'connector' },
  h('div', { class: 'connector-head' },
    h('h3', {}, one.name), badge(one.health),
    h('div', { class: 'connector-figures' },
      h('span', {}, h('strong', {}, compact(one.rowsToday)), ' rows today'),
      h('span', {}, 'Fresh ', h('strong', {}, ago(one.freshAt))))),
  h('div', { class: 'connector-pipelines' }, one.pipelines.map(pipeline =>
    h('a', { href: `#/pipelines/${encodeURIComponent(pipeline.name)}` },
      h('strong', {}, h('span', {}, pipeline.name), badge(pipeline.running ? 'running' : pipeline.health)),
      h('small', {}, pipeline.nextRunAt ? `${words(pipeline.schedule)} · next ${ago(pipeline.nextRunAt)}` : words(pipeline.schedule)),
      h('small', {}, `${compact(pipeline.rowsToday)} rows today`)))),
  one.count > one.pipelines.length && h('p', { class: 'quiet small' }, `and ${number(one.count - one.pipelines.length)} more`));
