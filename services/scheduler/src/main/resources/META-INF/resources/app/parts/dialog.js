// Dialogs: the browser's own element, which keeps the keyboard inside and gives the focus back.
import { h, uid } from '../dom.js';
import { icon } from '../icons.js';

/** Opens one. fill(close) returns its content; close(value) ends it. Resolves to that value, or undefined if it was dismissed. */
export function dialog(title, fill) {
  return new Promise(resolve => {
    const id = uid('dialog');
    let result;
    const element = h('dialog', { class: 'dialog', 'aria-labelledby': id });
    const close = value => { result = value; element.close(); };
    element.append(
      h('header', {}, h('h2', { id }, title),
        h('button', { class: 'button icon-only plain', 'aria-label': 'Close', onclick: () => close() }, icon('close'))),
      fill(close));
    // who goes back leaves the dialog, too
    const leave = () => close();
    addEventListener('hashchange', leave);
    element.addEventListener('close', () => { removeEventListener('hashchange', leave); element.remove(); resolve(result); });
    document.body.append(element);
    element.showModal();
  });
}

/** Asks before something that cannot be taken back. Resolves to whether it was confirmed. */
export const confirm = (title, text, action, { danger = false } = {}) =>
  dialog(title, close => h('form', { method: 'dialog', onsubmit: event => { event.preventDefault(); close(true); } },
    h('p', {}, text),
    h('div', { class: 'actions end' },
      h('button', { type: 'button', class: 'button', onclick: () => close(false) }, 'Back'),
      h('button', { class: ['button', danger ? 'danger' : 'primary'] }, action)))).then(Boolean);
