// How often: the choice that the wizard and a pipeline's schedule share.
import { h, uid } from '../dom.js';
import { field, input } from './form.js';

const TIMES = [
  ['hourly', 'Hourly', 'At the beginning of each hour.'],
  ['daily', 'Daily', 'At midnight.'],
  ['weekly', 'Weekly', 'At the beginning of Monday.'],
  ['custom', 'Custom', 'Cron, or an interval such as "every 15m".'],
  ['manual', 'By hand', 'Only when somebody asks for it.'],
];
const CUSTOM = '0 6 * * 1-5';
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** schedule and timeZone: as the REST says them, what it begins with. Returns { elements, fields, read() → { schedule, timeZone } }. */
export function scheduleFields({ schedule = 'hourly', timeZone = here } = {}) {
  const known = TIMES.some(([value]) => value === schedule && value !== 'custom');
  let chosen = known ? schedule : 'custom';
  const custom = field({ label: 'Schedule', path: 'schedule', required: true,
    hint: 'Five fields of cron, "every 15m", or "after" and the name of a pipeline. The shortest is a minute.', control: input({ value: known ? CUSTOM : schedule }) });
  const list = uid('zones');
  const zone = field({ label: 'Time zone', path: 'timing.timeZone', required: true, hint: 'A name such as Europe/Berlin.', control: input({ value: timeZone, list }) });
  const zones = h('datalist', { id: list }, [...new Set(['UTC', here, ...Intl.supportedValuesOf('timeZone')])].map(name => h('option', { value: name })));
  const draw = () => {
    custom.element.hidden = chosen !== 'custom';
    zone.element.hidden = chosen === 'manual' || chosen === 'hourly';
  };
  const group = uid('schedule');
  const picks = h('div', { class: 'picks', role: 'radiogroup', 'aria-label': 'How often' }, TIMES.map(([value, title, text]) => {
    const id = uid('time');
    return h('label', { class: 'pick', for: id },
      h('input', { type: 'radio', id, name: group, value, checked: value === chosen, onchange: () => { chosen = value; draw(); } }),
      h('span', { class: 'pick-text' }, h('strong', {}, title), h('small', {}, text)));
  }));
  draw();
  return {
    elements: [picks, custom.element, zone.element, zones],
    fields: [custom, zone],
    read: () => ({ schedule: chosen === 'custom' ? custom.control.value.trim() : chosen, timeZone: zone.control.value.trim() || 'UTC' }),
  };
}
