// The first page: how everything is.
import { h, show } from '../app/dom.js';
import { card, pageHead } from '../app/parts/layout.js';
import { empty } from '../app/parts/states.js';

export default async function overview({ root, api }) {
  const pipelines = await api.get('/api/v1/pipelines?limit=100');
  show(root,
    pageHead({ title: 'Overview' }),
    pipelines.length === 0
      ? card({}, empty({ icon: 'flow', title: 'No pipeline yet', text: 'A pipeline reads an API on a schedule and lands each of its endpoints as a table.' }))
      : card({ title: 'Pipelines' }, h('ul', { class: 'stack' }, pipelines.map(pipeline => h('li', {}, pipeline.name)))));
}
