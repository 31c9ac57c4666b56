// A new pipeline, from "pick a connector" to the first rows. Each step says what is wrong at the field that it is about.
import { at } from '../app/api.js';
import { h, show, uid } from '../app/dom.js';
import { number } from '../app/format.js';
import { card, facts, pageHead } from '../app/parts/layout.js';
import { consentButton, doneWithConsent, filledByConsent, leftBehind, outcome } from '../app/parts/consent.js';
import { field, input, schemaForm, showProblem } from '../app/parts/form.js';
import { scheduleFields } from '../app/parts/schedule.js';
import { loading, note } from '../app/parts/states.js';
import { destinationStep } from './new-destination.js';

const STEPS = ['Connector', 'Credential', 'Endpoints', 'Destination', 'Schedule'];
/** What no secret is asked for still needs a credential, which is what a budget and a refusal belong to. */
const NO_SECRET = { none: 'none' };

export default async function wizard(view) {
  const consent = view.query.get('consent');
  const made = consent ? { ...resumed(), consent } : { step: 0 };
  const steps = h('ol', { class: 'steps', 'aria-label': 'Steps' });
  const body = h('div');
  show(view.root, pageHead({ title: 'New pipeline', back: { href: '#/pipelines', label: 'Pipelines' } }), steps, body);

  const go = async step => {
    made.step = step;
    show(steps, STEPS.map((name, i) => h('li', { 'aria-current': i === step ? 'step' : null, data: { done: String(i < step) } },
      i < step ? h('button', { type: 'button', onclick: () => go(i) }, name) : name)));
    show(body, loading());
    await [connectorStep, credentialStep, endpointStep, destinationStep, scheduleStep][step](body, made, view, () => go(step + 1));
    if (step > 0) (body.querySelector('input:not([type="hidden"]), select, textarea, button') ?? body).focus({ preventScroll: true });
    scrollTo(0, 0);
  };
  await go(made.step);
}

/** Back from an API: the same step, with what was typed. */
function resumed() {
  const draft = leftBehind()?.draft;
  return draft?.connector ? { ...draft, step: 1, streams: draft.streams && new Set(draft.streams) } : { step: 0 };
}

/** A step's form: what is sent when it is submitted; a problem goes to its field, or above the form. */
function stepForm({ title, text, fields, prefixes, submit, action }, ...children) {
  const summary = h('div');
  const button = h('button', { class: 'button primary', type: 'submit' }, action);
  const form = h('form', { class: 'stack loose', novalidate: true, onsubmit: async event => {
    event.preventDefault();
    button.disabled = true;
    show(summary);
    try { await submit(summary); } catch (problem) {
      if (!problem.fields) throw problem;
      showProblem(problem, fields(), summary, prefixes);
    } finally { button.disabled = false; }
  } }, summary, children, h('div', { class: 'actions' }, button));
  return card({ title, text }, form);
}

// 1

async function connectorStep(body, made, { api, signal }, next) {
  const [own, gallery] = await Promise.all([api.get('/api/v1/connectors', { signal }), api.get('/api/v1/gallery', { signal })]);
  const titles = new Map(gallery.map(item => [item.name, item.title]));
  const items = [
    ...own.map(one => ({ name: one.name, title: titles.get(one.name) ?? one.name, streams: one.streams.map(stream => stream.name), choose: async () => one })),
    ...gallery.filter(item => !own.some(one => one.name === item.name)).map(item => ({ ...item, choose: async () =>
      api.put(at`/api/v1/connectors/${item.name}`, await api.get(at`/api/v1/gallery/${item.name}`, { accept: 'application/yaml' }), { type: 'application/yaml' }) })),
  ];
  const summary = h('div');
  const list = h('div', { class: 'picks' });
  const pick = item => async event => {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      made.connector = await item.choose();
      made.spec = await api.get(at`/api/v1/connectors/${made.connector.name}/versions/${made.connector.version}/spec`);
      made.title = item.title;
      await next();
    } catch (problem) { showProblem(problem, [], summary); button.disabled = false; }
  };
  const draw = text => show(list, items
    .filter(item => `${item.name} ${item.title} ${item.streams.join(' ')}`.toLowerCase().includes(text.toLowerCase()))
    .map(item => h('button', { type: 'button', class: 'pick', onclick: pick(item) },
      h('span', { class: 'pick-mark', 'aria-hidden': 'true' }, item.title.slice(0, 1).toUpperCase()),
      h('span', { class: 'pick-text' }, h('strong', {}, item.title), h('small', {}, `${number(item.streams.length)} endpoints: ${item.streams.slice(0, 4).join(', ')}${item.streams.length > 4 ? ', …' : ''}`)))));
  draw('');
  const search = field({ label: 'Find a connector', control: input({ type: 'search', oninput: event => draw(event.target.value) }), required: true });
  show(body, card({ title: 'Which API?', text: 'Connectors of yours and of the gallery.' }, search.element, summary, list));
}

// 2

async function credentialStep(body, made, { api, signal }, next) {
  const there = await api.get('/api/v1/credentials', { signal });
  made.credential ??= free(made.connector.name, there.map(one => one.name));
  const stored = made.begun ? there.find(one => one.name === made.credential)?.keys ?? [] : [];
  const told = made.consent ? await outcome(api, made.consent, made.title, signal) : null;
  made.consent = null;
  const form = schemaForm(made.spec.schema, { values: made.config ?? {}, kept: stored, onchange: () => connect?.follow(form.read().values) });
  const store = async () => {
    const { values, secrets, kept } = form.read();
    await storeSecrets(api, made, secrets, kept.length > 0 || filledByConsent(made.spec.consent, values).some(path => stored.includes(path)));
    made.config = values;
    return { values, secrets };
  };
  const said = h('div');
  const connect = made.spec.consent && consentButton({
    api, spec: made.spec, title: made.title,
    before: async () => {
      show(said);
      if (!form.check(filledByConsent(made.spec.consent, form.read().values))) return null;
      const { values, secrets } = form.read();
      if (Object.keys(secrets).length) await store();
      made.config = values;
      return {
        connector: made.connector.name, version: made.connector.version, config: values, credential: made.credential, place: '#/new',
        draft: { connector: made.connector, spec: made.spec, title: made.title, credential: made.credential, begun: true, config: values,
          streams: made.streams && [...made.streams], destination: made.destination },
      };
    },
    failed: problem => showProblem(problem, form.fields, said, ['config.']),
  });
  connect?.follow(form.read().values);
  show(body, stepForm({
    title: `Connect to ${made.title}`, text: 'Secrets go straight to the secret store; nobody can read them back, you included.',
    fields: () => form.fields, prefixes: ['config.'], action: 'Check and continue',
    submit: async summary => {
      if (!form.check()) return;
      const { values, secrets } = await store();
      doneWithConsent();
      const answer = await api.post(at`/api/v1/connectors/${made.connector.name}/versions/${made.connector.version}/check`, { config: values, credential: made.credential });
      if (answer.succeeded) return next();
      refused(answer.problem, form, Object.keys(secrets), summary, made.title);
    },
  }, h('div', { role: 'status' }, told?.element), form.element, said, connect?.element));
}

/** Some of a credential's values, where the others are to stay; else all of them. */
async function storeSecrets(api, made, secrets, keep) {
  const path = at`/api/v1/credentials/${made.credential}`;
  const given = Object.keys(secrets).length > 0;
  if (!keep) await api.put(path, { values: given ? secrets : NO_SECRET });
  else if (given) await api.patch(path, { values: secrets });
  made.begun = true;
}

/** What the API said, at the field that it is most likely about: a refused credential is about the secret. */
function refused(problem, form, secrets, summary, api) {
  const text = problem?.message ?? `${api} did not answer as expected.`;
  const named = /config\.([\w.]+)/.exec(text)?.[1];
  const about = form.fields.find(one => one.path === named)
    ?? (problem?.kind === 'AUTH' || problem?.kind === 'auth' ? form.fields.find(one => secrets.includes(one.path)) : form.fields.find(one => /url|host|address/i.test(one.path)));
  if (about) { about.problem(text); about.control.focus(); }
  show(summary, note('bad', h('strong', {}, `${api} does not take this`), h('p', {}, text)));
}

const free = (name, taken, between = '-') => {
  let found = name;
  for (let i = 2; taken.includes(found); i++) found = `${name}${between}${i}`;
  return found;
};

// 3

async function endpointStep(body, made, { api }, next) {
  made.available ??= made.connector.streams.length > 0 ? made.connector.streams
    : (await api.post(at`/api/v1/connectors/${made.connector.name}/versions/${made.connector.version}/discover`, { config: made.config, credential: made.credential })).streams;
  made.streams ??= new Set(made.available.map(stream => stream.name));
  const count = h('span', { class: 'quiet small', role: 'status' });
  const wrong = h('p', { class: 'field-problem', role: 'alert', hidden: true });
  const boxes = made.available.map(stream => {
    const id = uid('endpoint');
    const box = h('input', { type: 'checkbox', id, checked: made.streams.has(stream.name), onchange: () => { box.checked ? made.streams.add(stream.name) : made.streams.delete(stream.name); tell(); } });
    return { box, element: h('label', { class: 'pick', for: id }, box, h('span', { class: 'pick-text' }, h('strong', {}, stream.name), h('small', {}, how(stream)))) };
  });
  const tell = () => { count.textContent = `${number(made.streams.size)} of ${number(made.available.length)} chosen`; wrong.hidden = made.streams.size > 0; };
  const all = on => () => boxes.forEach(({ box }, i) => { box.checked = on; on ? made.streams.add(made.available[i].name) : made.streams.delete(made.available[i].name); tell(); });
  tell();
  wrong.textContent = 'Endpoints: choose at least one.';
  show(body, stepForm({ title: 'Which endpoints?', text: 'Each becomes a table of its own.', fields: () => [], action: 'Continue',
    submit: async () => { if (made.streams.size > 0) await next(); else { wrong.hidden = false; boxes[0]?.box.focus(); } } },
  h('div', { class: 'endpoint-tools' }, count, h('div', { class: 'actions' },
    h('button', { type: 'button', class: 'button small', onclick: all(true) }, 'All'), h('button', { type: 'button', class: 'button small', onclick: all(false) }, 'None'))),
  h('div', { class: 'endpoints', role: 'group', 'aria-label': 'Endpoints' }, boxes.map(one => one.element)), wrong));
}

const how = stream => [
  stream.key.length > 0 ? `one row per ${stream.key.join(', ')}` : null,
  stream.incremental ? 'only what changed' : 'read as a whole each time',
].filter(Boolean).join(' · ');

// 5

/** A table that another pipeline writes is a matter of where the tables go. */
const tables = async work => {
  try { return await work(); } catch (problem) {
    if (problem.status === 409 && problem.message.startsWith('table ')) problem.message = `namespace: ${problem.message}`;
    throw problem;
  }
};

async function scheduleStep(body, made, { api, signal, navigate, toast }) {
  const there = await api.get('/api/v1/pipelines?limit=1000', { signal });
  const taken = there.map(one => one.name);
  const plain = made.connector.name.toLowerCase().replace(/[^a-z0-9_]/g, '_');
  const often = scheduleFields();
  const name = field({ label: 'Name of the pipeline', path: 'pipeline', required: true, control: input({ value: free(made.connector.name, taken) }) });
  const namespace = field({ label: 'Tables go into', path: 'namespace', required: true, hint: 'The namespace of its tables: lower-case letters, digits and _.',
    control: input({ value: free(plain, there.map(one => one.namespace), '_') }) });
  show(body, stepForm({ title: 'How often?', fields: () => [name, namespace, ...often.fields], action: 'Start the pipeline',
    submit: async () => {
      const called = name.control.value.trim();
      if (called !== made.saved && taken.includes(called)) {
        name.problem('There is a pipeline of this name already.');
        return name.control.focus();
      }
      const path = at`/api/v1/pipelines/${called || ' '}`;
      await tables(() => api.put(path, {
        connector: made.connector.name, version: made.connector.version, credential: made.credential, destination: made.destination,
        namespace: namespace.control.value.trim(), config: made.config, streams: [...made.streams].map(stream => ({ name: stream })),
        schedule: often.read().schedule, timing: { timeZone: often.read().timeZone },
      }));
      made.saved = called;
      await api.post(`${path}/runs`, undefined, { once: true });
      toast('The first run has begun.');
      navigate(`/pipelines/${encodeURIComponent(called)}`);
    } },
  often.elements, h('div', { class: 'columns even' }, name.element, namespace.element),
  h('div', { class: 'summary' }, facts([
    ['Connector', made.title], ['Endpoints', [...made.streams].slice(0, 5).join(', ') + (made.streams.size > 5 ? ` and ${made.streams.size - 5} more` : '')], ['Destination', made.destination],
  ]))));
}
