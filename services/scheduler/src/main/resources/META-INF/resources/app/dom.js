// Builds elements. Text becomes text nodes, never markup, so a name may hold anything.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2).toLowerCase(), value);
    else if (name === 'class') element.setAttribute('class', Array.isArray(value) ? value.filter(Boolean).join(' ') : value);
    else if (name === 'data') Object.assign(element.dataset, value);
    else if (name === 'style') for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
    else if (name === 'value' || name === 'checked' || name === 'selected' || name === 'indeterminate') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  add(element, children);
  return element;
}

/** Appends children: elements, texts, numbers, arrays of them; null and false are left out. */
export function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

/** An HTML element: h('button', { class: 'button', onclick: go }, 'Go'). */
export const h = (tag, props, ...children) => fill(document.createElement(tag), props, children);

/** An SVG element. */
export const s = (tag, props, ...children) => fill(document.createElementNS(SVG, tag), props, children);

/** Puts these in place of whatever the element holds. */
export function show(element, ...children) {
  element.replaceChildren();
  return add(element, children);
}

/** The same for what is drawn again while somebody is in it: whoever had the focus has it afterwards. */
export function redraw(element, ...children) {
  const within = element.contains(document.activeElement) && document.activeElement !== element ? document.activeElement : null;
  const alike = within && [...element.querySelectorAll(within.tagName)].filter(one => named(one) === named(within)).indexOf(within);
  show(element, ...children);
  if (within && !within.isConnected) [...element.querySelectorAll(within.tagName)].filter(one => named(one) === named(within))[alike]?.focus({ preventScroll: true });
  return element;
}

const named = element => element.getAttribute('aria-label') ?? element.textContent;

let last = 0;
/** An id that no other element has. */
export const uid = (prefix = 'i') => `${prefix}-${++last}`;
