// Where the tables are: every destination, and the way to what its owner has to set.
import { h, show } from '../app/dom.js';
import { KIND_NAMES } from '../app/parts/destinations.js';
import { card, pageHead } from '../app/parts/layout.js';
import { badge, empty } from '../app/parts/states.js';
import { table } from '../app/parts/table.js';

/** What a kind of destination is called. */
export const kindName = kind => KIND_NAMES[kind] ?? kind;

/** Where its files go, in a few words. */
export const place = one => one.properties.warehouse ?? one.properties.location ?? one.properties.uri ?? 'the platform\'s storage';

export default async function destinations({ root, api, signal }) {
  const all = await api.get('/api/v1/destinations', { signal });
  const href = one => `#/destinations/${encodeURIComponent(one.name)}`;
  show(root,
    pageHead({ title: 'Destinations', lead: 'Where tables are kept. The wizard for a pipeline makes new ones.' }),
    all.length === 0
      ? card({}, empty({ icon: 'bucket', title: 'No destination yet', text: 'A pipeline needs a place for its tables.', action: { label: 'New pipeline', href: '#/new' } }))
      : card({ tight: true }, table({ caption: 'Destinations', rows: all, columns: [
        { label: 'Name', cell: one => h('a', { href: href(one) }, one.name) },
        { label: 'Kind', cell: one => kindName(one.kind) },
        { label: 'Place', cell: one => h('code', { class: 'long' }, place(one)) },
        { label: 'Credential', cell: one => one.credential ?? badge('idle', one.properties.role ? 'a role' : 'none') },
      ] }).element));
}
