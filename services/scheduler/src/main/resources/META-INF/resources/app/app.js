// The shell: who is here, where they are, and the page that belongs there.
import { api, onSignedOut, SignedOut } from './api.js';
import { h, show } from './dom.js';
import { icon } from './icons.js';
import { pages, sections } from './pages.js';
import { failure, loading } from './parts/states.js';
import { toast } from './parts/toast.js';

const RETURN_TO = 'ingest.returnTo';
const app = document.getElementById('app');
const PUBLIC = pages.filter(page => page.open);

/** Where we are: '#/pipelines/orders?tab=runs' → { path: '/pipelines/orders', query }. */
function here() {
  const [path, search] = location.hash.slice(1).split('?');
  return { path: path || '/', query: new URLSearchParams(search ?? '') };
}

function match(path, among) {
  for (const page of among) {
    const names = [];
    const pattern = page.path.replace(/:([a-zA-Z]+)/g, (_, name) => (names.push(name), '([^/]+)'));
    const found = new RegExp(`^${pattern}$`).exec(path);
    if (found) {
      return { page, params: Object.fromEntries(names.map((name, i) => [name, decode(found[i + 1])])) };
    }
  }
  return null;
}

function decode(part) {
  try { return decodeURIComponent(part); } catch { return part; }
}

/** Sends the browser to sign in; the page remembers where it was, so no address has to be trusted with that. */
export function signIn() {
  sessionStorage.setItem(RETURN_TO, location.hash);
  location.assign('/sign-in');
}

async function start() {
  const refused = new URLSearchParams(location.search).has('error');
  if (location.search) history.replaceState(null, '', location.pathname + location.hash);
  const open = match(here().path, PUBLIC);
  if (open) return publicPage(open);
  let me;
  try {
    me = await api.get('/api/v1/me');
  } catch (problem) {
    if (problem instanceof SignedOut) return welcome(refused);
    if (problem.status === 403) return stranger(problem);
    return show(app, h('main', { class: 'lonely' }, failure(problem, start)));
  }
  const returnTo = sessionStorage.getItem(RETURN_TO);
  sessionStorage.removeItem(RETURN_TO);
  if (returnTo?.startsWith('#/') && !location.hash) history.replaceState(null, '', returnTo);
  onSignedOut(signIn);
  shell(me);
}

function welcome(refused) {
  document.title = 'Sign in · Ingest';
  const join = PUBLIC.find(page => page.path === '/sign-up');
  show(app, h('main', { class: 'welcome' },
    h('div', { class: 'welcome-card' },
      h('img', { src: '/app/icon.svg', alt: '', width: 48, height: 48 }),
      h('h1', {}, 'Ingest'),
      h('p', {}, 'Every API you use, as tables you own.'),
      refused && h('p', { class: 'note', data: { tone: 'bad' }, role: 'alert' }, 'The sign-in was not completed. Try it once more.'),
      h('button', { class: 'button primary wide', onclick: signIn }, 'Sign in'),
      join && h('p', { class: 'quiet' }, 'New here? ', h('a', { href: '#/sign-up' }, 'Ask for an account')))));
  app.querySelector('button').focus();
  addEventListener('hashchange', () => location.reload(), { once: true });
}

/** Signed in, and nobody here yet: they can ask, or be somebody else. */
function stranger(problem) {
  document.title = 'No tenant yet · Ingest';
  show(app, h('main', { class: 'welcome' },
    h('div', { class: 'welcome-card' },
      h('img', { src: '/app/icon.svg', alt: '', width: 48, height: 48 }),
      h('h1', {}, 'You belong to no tenant yet'),
      h('p', {}, 'You are signed in. Ask an admin of your company to add you as a member, then look again.'),
      h('p', { class: 'quiet small' }, `The service says: ${problem.message}`),
      h('button', { class: 'button primary wide', onclick: start }, 'Look again'),
      h('a', { class: 'button wide', href: '/sign-out' }, 'Sign out'),
      h('p', { class: 'quiet' }, 'New here? ', h('a', { href: '#/sign-up' }, 'Ask for an account')))));
  app.querySelector('button').focus();
  addEventListener('hashchange', () => location.reload(), { once: true });
}

async function publicPage({ page, params }) {
  const root = h('main', { class: 'lonely', id: 'main' }, loading());
  show(app, root);
  addEventListener('hashchange', () => location.reload(), { once: true });
  await run(page, { params, query: here().query, me: null, root, head: root, signal: new AbortController().signal });
}

async function run(page, view) {
  try {
    styles(page.module);
    const module = await import(`../pages/${page.module}.js`);
    if (view.signal.aborted) return;
    show(view.root);
    await module.default({ ...view, api, toast, reload: () => run(page, view), navigate: path => { location.hash = path; } });
  } catch (problem) {
    if (problem instanceof SignedOut || problem.name === 'AbortError' || view.signal.aborted) return;
    show(view.root, h('h1', { class: 'unseen' }, page.nav?.label ?? page.title), failure(problem, () => run(page, view)));
  }
}

const styled = new Set();
/** A page's own style is fetched with it, once. */
function styles(name) {
  if (styled.has(name)) return;
  styled.add(name);
  document.head.append(h('link', { rel: 'stylesheet', href: `/pages/${name}.css` }));
}

function shell(me) {
  const known = pages.filter(page => !page.open);
  const main = h('main', { id: 'main', tabindex: '-1' });
  const nav = navigation(me, known);
  const drawer = h('dialog', { class: 'drawer', 'aria-label': 'Navigation' });
  drawer.addEventListener('click', event => { if (event.target === drawer || event.target.closest('a')) drawer.close(); });
  const side = h('div', { class: 'side' });
  const wide = matchMedia('(min-width: 60rem)');
  const place = () => { if (wide.matches) { drawer.close(); side.replaceChildren(nav); } else { side.replaceChildren(); drawer.replaceChildren(nav); } };
  wide.addEventListener('change', place);
  show(app,
    h('a', { class: 'skip', href: '#main', onclick: event => { event.preventDefault(); main.focus(); } }, 'Skip to content'),
    h('header', { class: 'bar' },
      h('button', { class: 'button icon-only plain', 'aria-label': 'Open navigation', onclick: () => drawer.showModal() }, icon('menu')),
      brand()),
    side, drawer, main);
  place();

  let leaving = new AbortController();
  const go = async () => {
    leaving.abort();
    leaving = new AbortController();
    const first = known.find(page => page.nav && allowed(page, me));
    if (here().path === '/' && first && first.path !== '/') history.replaceState(null, '', `#${first.path}`);
    const { path, query } = here();
    const found = match(path, known);
    mark(nav, found?.page);
    const root = h('div', { class: 'page' }, loading());
    show(main, root);
    scrollTo(0, 0);
    if (!found) {
      document.title = 'Not found · Ingest';
      return show(root, h('div', { class: 'empty' }, h('h1', {}, 'There is no such page'), h('p', {}, h('a', { href: '#/' }, 'Back to the overview'))));
    }
    if (!allowed(found.page, me)) {
      document.title = 'Not for you · Ingest';
      return show(root, nothingHere(me, first));
    }
    document.title = `${found.page.nav?.label ?? found.page.title ?? 'Ingest'} · Ingest`;
    await run(found.page, { params: found.params, query, me, root, signal: leaving.signal });
  };
  // before the page is there: whoever goes on with the keyboard while it loads stays where they are
  addEventListener('hashchange', () => { main.focus({ preventScroll: true }); go(); });
  go();
}

/** For whoever may not see what is here, with a way on. */
const nothingHere = (me, first) => h('div', { class: 'empty' }, h('h1', {}, 'This page is not for your roles'),
  h('p', {}, me.roles.length ? `You are ${me.roles.join(', ')}. An admin of ${me.tenant ?? 'the platform'} can give you other roles.` : 'You have no role yet.'),
  h('p', {}, first ? h('a', { href: `#${first.path}` }, `To ${first.nav.label}`) : h('a', { href: '/sign-out' }, 'Sign out')));

const allowed = (page, me) => !page.roles || page.roles.some(role => me.roles.includes(role));

const brand = () => h('a', { class: 'brand', href: '#/' }, h('img', { src: '/app/icon.svg', alt: '', width: 28, height: 28 }), 'Ingest');

function navigation(me, known) {
  return h('nav', { class: 'nav', 'aria-label': 'Main' },
    brand(),
    sections.map(section => {
      const items = known.filter(page => page.nav?.section === section && allowed(page, me));
      return items.length > 0 && h('section', {},
        h('h2', {}, section),
        h('ul', {}, items.map(page => h('li', {}, h('a', { href: `#${page.path}`, data: { path: page.path } }, icon(page.nav.icon), page.nav.label)))));
    }),
    h('div', { class: 'who' },
      h('div', { class: 'who-name' },
        h('strong', { title: me.name }, me.name),
        h('span', {}, me.tenant ? `Tenant ${me.tenant}` : 'Platform')),
      themeButton(),
      h('a', { class: 'button icon-only plain', href: '/sign-out', 'aria-label': 'Sign out', title: 'Sign out' }, icon('out'))));
}

function mark(nav, page) {
  const at = page?.nav ? page.path : page?.under;
  for (const link of nav.querySelectorAll('a[data-path]')) {
    if (link.dataset.path === at) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
  }
}

function themeButton() {
  const dark = () => (document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const button = h('button', { class: 'button icon-only plain', onclick: () => {
    const next = dark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    localStorage.setItem('ingest.theme', next);
    draw();
  } });
  const draw = () => {
    const label = dark() ? 'Use the light theme' : 'Use the dark theme';
    button.setAttribute('aria-label', label);
    button.title = label;
    show(button, icon(dark() ? 'sun' : 'moon'));
  };
  draw();
  return button;
}

start();
