// What a place shows when it has nothing to show yet, nothing at all, or something that failed.
import { h } from '../dom.js';
import { icon } from '../icons.js';

/** While it loads: lines that will be text. */
export const loading = (lines = 4) =>
  h('div', { class: 'loading', role: 'status' },
    h('span', { class: 'unseen' }, 'Loading'),
    Array.from({ length: lines }, (_, i) => h('div', { class: 'bone', style: { width: `${[38, 92, 84, 60][i % 4]}%` } })));

/** Nothing there yet: what this is for, and what to do next. action: { label, href } or { label, onclick }. */
export const empty = ({ icon: name = 'info', title, text, action }) =>
  h('div', { class: 'empty' },
    h('span', { class: 'empty-icon' }, icon(name, 28)),
    h('h2', {}, title),
    text && h('p', {}, text),
    action && (action.href
      ? h('a', { class: 'button primary', href: action.href }, action.label)
      : h('button', { class: 'button primary', onclick: action.onclick }, action.label)));

/** What failed, in the service's own words, and a way on. */
export const failure = (problem, again) =>
  h('div', { class: 'note', data: { tone: 'bad' }, role: 'alert' },
    icon('warn'),
    h('div', {},
      h('strong', {}, problem.status === 404 ? 'Not found' : problem.status === 403 ? 'Not allowed' : 'That did not work'),
      h('p', {}, problem.message)),
    again && h('button', { class: 'button', onclick: again }, 'Try again'));

/** A remark. tone: info, good, warn, bad. */
export const note = (tone, ...children) =>
  h('div', { class: 'note', data: { tone } },
    icon({ good: 'check', warn: 'warn', bad: 'stop' }[tone] ?? 'info'),
    h('div', {}, children));

const TONES = {
  succeeded: 'good', healthy: 'good', ok: 'good', active: 'good',
  running: 'info', queued: 'info', waiting_for_budget: 'warn',
  partly_failed: 'warn', paused: 'warn', late: 'warn',
  failed: 'bad', failing: 'bad', cancelled: 'quiet', idle: 'quiet', new: 'quiet',
};

/** A state as a word with its colour; never the colour alone. */
export const badge = (state, label) =>
  h('span', { class: 'badge', data: { tone: TONES[state] ?? 'quiet' } },
    label ?? String(state).replaceAll('_', ' '));
