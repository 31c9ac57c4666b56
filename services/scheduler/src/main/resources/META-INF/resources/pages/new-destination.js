// The wizard's fourth step: where the tables go. A new destination is tried before anything depends on it.
import { at } from '../app/api.js';
import { h, show, uid } from '../app/dom.js';
import { filledIn, incomplete, KIND_NAMES, KINDS, schemaOf } from '../app/parts/destinations.js';
import { field, input, schemaForm, select, showProblem } from '../app/parts/form.js';
import { card, facts } from '../app/parts/layout.js';
import { note } from '../app/parts/states.js';

const RIGHTS = { WRITE: 'write files', READ: 'read files', LIST: 'list files', DELETE: 'delete files', CATALOG: 'use the catalog' };

export async function destinationStep(body, made, { api, signal }, next) {
  const [all, credentials] = await Promise.all([api.get('/api/v1/destinations', { signal }), api.get('/api/v1/credentials', { signal })]);
  const sorted = all.toSorted((a, b) => (a.kind === 'managed' ? -1 : b.kind === 'managed' ? 1 : 0));
  const taken = all.map(one => one.name);
  const group = uid('destination');
  let chosen = made.destination ? `=${made.destination}` : `=${sorted[0]?.name}`;
  const place = h('div', { class: 'fields' });
  const summary = h('div', { 'aria-live': 'polite' });
  const button = h('button', { class: 'button primary', type: 'submit' }, 'Continue');
  const anyway = h('button', { class: 'button', type: 'button', hidden: true, onclick: () => next() }, 'Continue without');
  let form = null;
  let name = null;
  let stored = null;

  const kindOf = () => KINDS.find(one => one.kind === chosen);
  const fields = () => (form ? [name, stored, ...form.fields] : []);
  const unchecked = () => { button.textContent = form ? 'Check and continue' : 'Continue'; anyway.hidden = true; };

  function draw() {
    show(summary);
    form = null;
    if (!kindOf()) { show(place); return unchecked(); }
    name = field({ label: 'Name of the destination', path: 'destination', required: true, control: input({ value: freeName(chosen, taken) }) });
    stored = field({ label: 'Keys', path: 'credential', required: true, hint: 'They go straight to the secret store; nobody can read them back.',
      control: select([['', 'entered here'], ...credentials.map(one => [one.name, `those of credential ${one.name}`])], { value: '', onchange: () => drawForm(filledIn(form.read()).properties) }) });
    drawForm({});
  }

  function drawForm(values) {
    form = schemaForm(schemaOf(kindOf(), !stored.control.value), { values });
    show(place, name.element, stored.element, form.element);
    unchecked();
  }

  const radio = (value, title, hint) => {
    const id = uid('place');
    return h('label', { class: 'pick', for: id },
      h('input', { type: 'radio', id, name: group, value, checked: value === chosen, onchange: () => { chosen = value; draw(); } }),
      h('span', { class: 'pick-text' }, h('strong', {}, title), h('small', {}, hint)));
  };
  show(body, card({ title: 'Where do the tables go?', text: 'Iceberg tables: open files that every engine reads.' },
    h('form', { class: 'stack loose', novalidate: true, onsubmit: async event => {
      event.preventDefault();
      button.disabled = true;
      try { if (!form || await ready()) await go(); } catch (problem) {
        if (!problem.fields) throw problem;
        showProblem(problem, fields(), summary, ['properties.']);
      } finally { button.disabled = false; }
    } },
    h('div', { class: 'picks', role: 'radiogroup', 'aria-label': 'Destination' },
      sorted.map(one => radio(`=${one.name}`, one.kind === 'managed' ? 'Snowflake' : one.name,
        one.kind === 'managed' ? 'Managed storage, which Snowflake reads directly through an external volume.' : `Yours: ${KIND_NAMES[one.kind] ?? one.kind}.`)),
      KINDS.map(one => radio(one.kind, `New: ${one.title}`, one.hint))),
    place, summary, h('div', { class: 'actions' }, button, anyway))));
  draw();

  async function go() {
    if (!form) made.destination = chosen.slice(1);
    await next();
  }

  /** Stores what was filled in and tries it. Resolves to whether everything is granted; what is missing is shown. */
  async function ready() {
    anyway.hidden = true;
    show(summary);
    if (!form.check()) return false;
    const filled = filledIn(form.read());
    const missing = stored.control.value ? [] : incomplete(kindOf(), filled);
    if (missing.length) { showProblem({ fields: missing }, fields(), summary); return false; }
    const called = name.control.value.trim();
    if (taken.includes(called) && called !== made.own) { name.problem('There is a destination of this name already.'); name.control.focus(); return false; }
    await store(called, filled);
    show(summary, note('info', h('p', {}, 'Writing, reading, listing and deleting a file there, and asking the catalog…')));
    const tried = await api.post(at`/api/v1/destinations/${called}/check`, undefined, { signal });
    if (tried.granted) return true;
    show(summary, await lacking(called, tried.rights));
    button.textContent = 'Check again';
    anyway.hidden = false;
    return false;
  }

  async function store(called, { properties, keys }) {
    let credential = stored.control.value || null;
    if (!credential && Object.keys(keys).length) {
      made.ownKeys ??= freeName(called, credentials.map(one => one.name));
      await api.put(at`/api/v1/credentials/${made.ownKeys}`, { values: keys });
      credential = made.ownKeys;
    }
    await api.put(at`/api/v1/destinations/${called || ' '}`, { kind: chosen, properties, ...(credential ? { credential } : {}) });
    made.own = called;
    made.destination = called;
  }

  /** What is not granted, and what gives it. */
  async function lacking(called, rights) {
    const access = await api.get(at`/api/v1/destinations/${called}/access`, { signal });
    return note('warn', h('strong', {}, 'Not everything is granted yet'),
      h('ul', {}, rights.filter(one => ['MISSING', 'FAILED'].includes(one.outcome)).map(one => h('li', {}, `To ${RIGHTS[one.right] ?? one.right}`, one.problem && `: ${one.problem}`))),
      access.role && facts([['Our role', access.platformRole && h('code', {}, access.platformRole)], ['Your external id', h('code', {}, access.externalId)]]),
      h('p', {}, 'Set the policies on ', h('a', { href: `#/destinations/${encodeURIComponent(called)}`, target: '_blank', rel: 'noopener' }, `${called}'s page`), ' (a new tab), then check again.'));
  }
}

const freeName = (wanted, taken) => {
  let found = wanted;
  for (let i = 2; taken.includes(found); i++) found = `${wanted}-${i}`;
  return found;
};
