// The kinds of destinations that somebody may make, as forms. Properties and keys are named as the REST names them.
const text = (title, description, more = {}) => ({ type: 'string', title, description, ...more });
const secret = (title, description, order) => text(title, description, { order, airbyte_secret: true });

const bucketOf = property => ({
  [property]: text('Bucket', 'Where the files go: s3://bucket/prefix.', { order: 20 }),
  's3.region': text('Region of the bucket', 'Such as eu-central-1.', { order: 21 }),
  role: text('Role', 'The role that we assume to write there: arn:aws:iam::123456789012:role/ingest. Whom it has to trust is told in the next step.', { order: 22 }),
  's3.access-key-id': text('Access key', 'Only without a role.', { order: 23 }),
  's3.secret-access-key': secret('Secret of the access key', null, 24),
  's3.endpoint': text('Address of the store', 'Only if it is not Amazon\'s: https://…', { order: 25 }),
});

/** What belongs into the credential, whether anybody may see it or not. */
const KEYS = ['jdbc.user', 'jdbc.password', 'rest.client-id', 'rest.client-secret', 'rest.token', 's3.access-key-id', 's3.secret-access-key'];

/** What each kind is called. */
export const KIND_NAMES = { managed: 'Managed storage', jdbc: 'Your own bucket', rest: 'REST catalog', glue: 'AWS Glue' };

export const KINDS = [
  { kind: 'jdbc', title: KIND_NAMES.jdbc, hint: 'Files in your S3 bucket, by a role or keys that you give us; the catalog in your PostgreSQL.', place: 'warehouse',
    required: ['uri', 'catalog', 'jdbc.user', 'jdbc.password', 'warehouse'],
    properties: {
      uri: text('Catalog database', 'jdbc:postgresql://host:port/database, without parameters.', { order: 1 }), catalog: text('Name of the catalog', 'Any name; several catalogs fit into one database.', { order: 2 }),
      'jdbc.user': text('User of the database', null, { order: 3 }), 'jdbc.password': secret('Password of the database', null, 4), ...bucketOf('warehouse') } },
  { kind: 'rest', title: KIND_NAMES.rest, hint: 'A catalog that speaks the Iceberg REST protocol: Polaris, Nessie, Unity, Snowflake Open Catalog.', place: 'location',
    required: ['uri', 'namespace'],
    properties: {
      uri: text('Address of the catalog', 'https://…', { order: 1 }), warehouse: text('Warehouse', 'As the catalog calls it.', { order: 2 }), namespace: text('Namespace', 'Where the tables go in the catalog.', { order: 3 }),
      'oauth2-server-uri': text('Address for tokens', 'Where the catalog issues OAuth2 tokens.', { order: 4 }), scope: text('Scope', null, { order: 5 }),
      'rest.client-id': text('Client id', 'With an address for tokens.', { order: 6 }), 'rest.client-secret': secret('Client secret', null, 7), 'rest.token': secret('Token', 'Instead of a client, if the catalog takes one that does not change.', 8),
      ...bucketOf('location'), location: text('Bucket of your own', 'Only if the catalog does not say where files go: s3://bucket/prefix.', { order: 20 }) } },
  { kind: 'glue', title: KIND_NAMES.glue, hint: 'Tables in your Glue catalog, files in your bucket, by a role or keys that you give us.', place: 'warehouse',
    required: ['region', 'namespace', 'warehouse'],
    properties: {
      region: text('Region of the catalog', 'Such as eu-central-1.', { order: 1 }), account: text('Account', 'Twelve digits, if it is another one than the role\'s.', { order: 2 }),
      namespace: text('Glue database', 'Lower-case letters, digits and _.', { order: 3 }), ...bucketOf('warehouse') } },
];

/** The form of a kind; without its keys where a stored credential has them. */
export function schemaOf(kind, withKeys) {
  const properties = Object.fromEntries(Object.entries(kind.properties).filter(([name]) => withKeys || !KEYS.includes(name)));
  return { type: 'object', required: kind.required.filter(name => name in properties), properties };
}

/** What was filled in, as the REST takes it: { properties, keys }. read: what the form says. */
export function filledIn({ values, secrets }) {
  const all = { ...flat(values), ...secrets };
  const some = wanted => Object.fromEntries(Object.entries(all).filter(([name]) => KEYS.includes(name) === wanted));
  const properties = some(false);
  // other stores than Amazon's have no host for each bucket
  if (properties['s3.endpoint']) properties['s3.path-style-access'] = 'true';
  return { properties, keys: some(true) };
}

/** A property's name may have a dot: it is no path. */
const flat = (values, prefix = '') => Object.fromEntries(Object.entries(values).flatMap(([key, value]) =>
  (typeof value === 'object' ? Object.entries(flat(value, `${prefix}${key}.`)) : [[`${prefix}${key}`, String(value)]])));

/** What goes together and is not all there: [{ field, message }]. */
export function incomplete(kind, { properties, keys }) {
  const missing = (name, why) => ({ field: name, message: `${kind.properties[name].title} is missing: ${why}.` });
  const found = [];
  if (properties['oauth2-server-uri']) {
    for (const name of ['rest.client-id', 'rest.client-secret']) if (!keys[name]) found.push(missing(name, 'the catalog\'s address for tokens asks for it'));
  }
  if (properties[kind.place] && !properties.role) {
    for (const name of ['s3.access-key-id', 's3.secret-access-key']) if (!keys[name]) found.push(missing(name, 'there is no role that opens the bucket'));
  }
  return found;
}
