// When a pipeline that is there runs. Two who change it at once do not overwrite each other.
import { at } from '../app/api.js';
import { h, show } from '../app/dom.js';
import { field, select, showProblem } from '../app/parts/form.js';
import { card, pageHead } from '../app/parts/layout.js';
import { scheduleFields } from '../app/parts/schedule.js';
import { note } from '../app/parts/states.js';

const OVERLAP = [['SKIP', 'leave this time out'], ['QUEUE', 'run right after it'], ['REPLACE', 'cancel it and begin anew']];
const CATCH_UP = [['ONCE', 'run once for all of them'], ['ALL', 'run once for each'], ['SKIP', 'leave them out']];

export default async function schedule({ root, api, params, signal, navigate, toast, reload }) {
  const path = at`/api/v1/pipelines/${params.name}`;
  const { data: pipeline, etag } = await api.read(path, { signal });
  const back = `/pipelines/${encodeURIComponent(pipeline.name)}`;
  const often = scheduleFields({ schedule: pipeline.schedule, timeZone: pipeline.timing.timeZone });
  const overlap = field({ label: 'When the run before is not done yet', path: 'timing.overlap', required: true, control: select(OVERLAP, { value: pipeline.timing.overlap }) });
  const catchUp = field({ label: 'When times were missed', path: 'timing.catchUp', required: true, hint: 'Because nobody ticked, say while the platform was away.', control: select(CATCH_UP, { value: pipeline.timing.catchUp }) });
  const summary = h('div');
  const button = h('button', { class: 'button primary', type: 'submit' }, 'Save the schedule');
  const save = async event => {
    event.preventDefault();
    button.disabled = true;
    show(summary);
    const { nextRunAt, paused, ...kept } = pipeline;
    const { schedule: chosen, timeZone } = often.read();
    try {
      await api.put(path, { ...kept, schedule: chosen, timing: { ...pipeline.timing, timeZone, overlap: overlap.control.value, catchUp: catchUp.control.value } }, { etag });
      toast('The schedule is saved.');
      navigate(back);
    } catch (problem) {
      if (!problem.fields) throw problem;
      if (problem.status === 412) show(summary, note('warn', h('p', {}, 'Somebody else changed this pipeline meanwhile.'), h('button', { type: 'button', class: 'button small', onclick: reload }, 'Read it again')));
      else showProblem(problem, [...often.fields, overlap, catchUp], summary);
    } finally { button.disabled = false; }
  };
  show(root, pageHead({ title: 'Schedule', back: { href: `#${back}`, label: pipeline.name }, lead: `When ${pipeline.name} runs by itself. A run by hand is always possible.` }),
    pipeline.paused && note('warn', h('p', {}, 'The schedule stands still. What is saved here holds as soon as it is resumed.')),
    card({ title: 'How often?' }, h('form', { class: 'stack loose', novalidate: true, onsubmit: save }, summary, often.elements,
      h('div', { class: 'columns even' }, overlap.element, catchUp.element),
      h('div', { class: 'actions' }, button, h('a', { class: 'button', href: `#${back}` }, 'Back')))));
}
