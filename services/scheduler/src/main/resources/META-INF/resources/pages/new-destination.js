// The wizard's fourth step: where the tables go.
import { at } from '../app/api.js';
import { h, show, uid } from '../app/dom.js';
import { card } from '../app/parts/layout.js';
import { field, input, schemaForm, showProblem } from '../app/parts/form.js';

const text = (title, description, more = {}) => ({ type: 'string', title, description, ...more });
const ROLE = text('Role', 'The role that we assume to write there: arn:aws:iam::123456789012:role/ingest.', { order: 8 });
const REGION = text('Region of the bucket', 'Such as eu-central-1.', { order: 7 });
const BUCKET = text('Bucket', 'Where the files go: s3://bucket/prefix.', { order: 6 });

/** What may be made here. Properties are named as the REST names them. */
const KINDS = [
  { kind: 'jdbc', title: 'Your own bucket', hint: 'Files in your S3 bucket, by a role that you give us; the catalog in your PostgreSQL.',
    schema: { type: 'object', required: ['uri', 'catalog', 'warehouse'], properties: {
      uri: text('Catalog database', 'jdbc:postgresql://host:port/database, without parameters.', { order: 1 }),
      catalog: text('Name of the catalog', null, { order: 2 }), warehouse: BUCKET, 's3.region': REGION, role: ROLE } } },
  { kind: 'rest', title: 'REST catalog', hint: 'A catalog that speaks the Iceberg REST protocol: Polaris, Nessie, Unity, Snowflake Open Catalog.',
    schema: { type: 'object', required: ['uri', 'namespace'], properties: {
      uri: text('Address of the catalog', 'https://…', { order: 1 }), warehouse: text('Warehouse', 'As the catalog calls it.', { order: 2 }),
      namespace: text('Namespace', 'Where the tables go in the catalog.', { order: 3 }), 'oauth2-server-uri': text('Address for tokens', 'Where the catalog issues OAuth2 tokens.', { order: 4 }),
      scope: text('Scope', null, { order: 5 }), location: { ...BUCKET, title: 'Bucket of your own', description: 'Only if the catalog does not say where files go: s3://bucket/prefix.' }, 's3.region': REGION, role: ROLE } } },
  { kind: 'glue', title: 'AWS Glue', hint: 'Tables in your Glue catalog, files in your bucket, by a role that you give us.',
    schema: { type: 'object', required: ['region', 'namespace', 'warehouse'], properties: {
      region: text('Region of the catalog', 'Such as eu-central-1.', { order: 1 }), account: text('Account', 'Twelve digits, if it is another one than the role\'s.', { order: 2 }),
      namespace: text('Glue database', 'Lower-case letters, digits and _.', { order: 3 }), warehouse: BUCKET, 's3.region': REGION, role: ROLE } } },
];

export async function destinationStep(body, made, { api, signal }, next) {
  const all = await api.get('/api/v1/destinations', { signal });
  const sorted = all.toSorted((a, b) => (a.kind === 'managed' ? -1 : b.kind === 'managed' ? 1 : 0));
  const group = uid('destination');
  let chosen = made.destination ? `=${made.destination}` : `=${sorted[0]?.name}`;
  const place = h('div', { class: 'fields' });
  const summary = h('div');
  let form = null;
  let name = null;
  let credential = null;
  const fields = () => (form ? [name, credential, ...form.fields] : []);

  const draw = () => {
    const kind = KINDS.find(one => one.kind === chosen);
    show(summary);
    if (!kind) { form = name = null; return show(place); }
    form = schemaForm(kind.schema);
    name = field({ label: 'Name of the destination', path: 'destination', required: true, control: input({ value: freeName(kind.kind, all) }) });
    credential = field({ label: 'Credential', path: 'credential', hint: 'The name of the stored credential that the catalog asks for.', control: input({}) });
    show(place, name.element, form.element, credential.element);
  };
  const radio = (value, title, hint) => {
    const id = uid('place');
    return h('label', { class: 'pick', for: id },
      h('input', { type: 'radio', id, name: group, value, checked: value === chosen, onchange: () => { chosen = value; draw(); } }),
      h('span', { class: 'pick-text' }, h('strong', {}, title), h('small', {}, hint)));
  };
  const button = h('button', { class: 'button primary', type: 'submit' }, 'Continue');
  show(body, card({ title: 'Where do the tables go?', text: 'Iceberg tables: open files that every engine reads.' },
    h('form', { class: 'stack loose', novalidate: true, onsubmit: async event => {
      event.preventDefault();
      button.disabled = true;
      try {
        if (form) {
          if (!form.check()) return;
          made.destination = await create();
        } else made.destination = chosen.slice(1);
        await next();
      } catch (problem) {
        if (!problem.fields) throw problem;
        showProblem(problem, fields(), summary, ['properties.']);
      } finally { button.disabled = false; }
    } },
    summary,
    h('div', { class: 'picks', role: 'radiogroup', 'aria-label': 'Destination' },
      sorted.map(one => radio(`=${one.name}`, one.kind === 'managed' ? 'Snowflake' : one.name,
        one.kind === 'managed' ? 'Managed storage, which Snowflake reads directly through an external volume.' : `Yours: ${{ jdbc: 'your own bucket', rest: 'REST catalog', glue: 'AWS Glue' }[one.kind] ?? one.kind}.`)),
      KINDS.map(one => radio(one.kind, `New: ${one.title}`, one.hint))),
    place, h('div', { class: 'actions' }, button))));
  draw();

  async function create() {
    const called = name.control.value.trim();
    const kept = credential.control.value.trim();
    // a property's name may have a dot: it is no path
    const properties = flat(form.read().values);
    await api.put(at`/api/v1/destinations/${called || ' '}`, { kind: chosen, properties, ...(kept ? { credential: kept } : {}) });
    return called;
  }
}

const flat = (values, prefix = '') => Object.fromEntries(Object.entries(values).flatMap(([key, value]) =>
  (typeof value === 'object' ? Object.entries(flat(value, `${prefix}${key}.`)) : [[`${prefix}${key}`, String(value)]])));

const freeName = (kind, all) => {
  let found = kind;
  for (let i = 2; all.some(one => one.name === found); i++) found = `${kind}-${i}`;
  return found;
};
