// Where somebody comes back to from an API: on to the place where they were, which this page alone remembers.
import { h, show } from '../app/dom.js';
import { leftBehind, outcome } from '../app/parts/consent.js';
import { pageHead } from '../app/parts/layout.js';

export default async function consents({ root, api, params, signal }) {
  const left = leftBehind();
  if (left?.place?.startsWith('#/') && (left.id === params.id || params.id === 'none')) {
    location.replace(`${left.place}?consent=${encodeURIComponent(params.id)}`);
    return;
  }
  const { element } = await outcome(api, params.id, 'The API', signal);
  show(root, pageHead({ title: 'Access', back: { href: '#/pipelines', label: 'Pipelines' } }), element, h('p', {}, h('a', { href: '#/new' }, 'New pipeline')));
}
