import { s } from './dom.js';

// Drawn on a grid of 24, strokes of 1.75.
const PATHS = {
  pulse: ['M3 12h4l3-8 4 16 3-8h4'],
  flow: ['M4 6h6v5H4z', 'M14 13h6v5h-6z', 'M10 8.5h3.5a2 2 0 0 1 2 2V13'],
  plus: ['M12 5v14', 'M5 12h14'],
  table: ['M4 5h16v14H4z', 'M4 10h16', 'M10 10v9'],
  search: ['M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14z', 'm16 16 4 4'],
  letter: ['M3 6h18v12H3z', 'm3 7 9 6 9-6'],
  bill: ['M6 3h12v18l-3-2-3 2-3-2-3 2z', 'M9 8h6', 'M9 12h6'],
  key: ['M15 4a5 5 0 1 0 0 10 5 5 0 0 0 0-10z', 'M11 12.5 4 20', 'm6 17 2.5 2.5'],
  list: ['M9 6h11', 'M9 12h11', 'M9 18h11', 'M4 6h.01', 'M4 12h.01', 'M4 18h.01'],
  people: ['M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z', 'M3 20c0-3.5 2.5-5.5 6-5.5s6 2 6 5.5', 'M16 5.5a3.5 3.5 0 0 1 0 6.5', 'M17.5 15c2.2.6 3.5 2.4 3.5 5'],
  plug: ['M9 3v5', 'M15 3v5', 'M6 8h12v3a6 6 0 0 1-12 0z', 'M12 17v4'],
  bucket: ['M4 7c0 4 16 4 16 0', 'M4 7c0-4 16-4 16 0l-2 11c-.4 2.7-11.6 2.7-12 0z'],
  clock: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'M12 7v5l3.5 2'],
  bell: ['M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15z', 'M10 20.5h4'],
  sun: ['M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z', 'M12 2v2', 'M12 20v2', 'M2 12h2', 'M20 12h2', 'm5 5 1.4 1.4', 'm17.6 17.6 1.4 1.4', 'm5 19 1.4-1.4', 'm17.6 6.4L19 5'],
  moon: ['M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z'],
  menu: ['M4 7h16', 'M4 12h16', 'M4 17h16'],
  close: ['m6 6 12 12', 'M18 6 6 18'],
  out: ['M14 4h5v16h-5', 'M4 12h11', 'm11 8 4 4-4 4'],
  check: ['m5 12.5 4.5 4.5L19 7.5'],
  warn: ['M12 4 2.5 20h19z', 'M12 10v4.5', 'M12 17.5h.01'],
  stop: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'm9 9 6 6', 'm15 9-6 6'],
  info: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'M12 11v5', 'M12 7.5h.01'],
  play: ['M8 5v14l11-7z'],
  pause: ['M8 5v14', 'M16 5v14'],
  again: ['M4 12a8 8 0 1 1 2.5 5.8', 'M4 19v-5h5'],
  chevron: ['m9 6 6 6-6 6'],
  down: ['M12 4v11', 'm7 11 5 5 5-5', 'M5 20h14'],
  lock: ['M6 11h12v9H6z', 'M8.5 11V8a3.5 3.5 0 0 1 7 0v3'],
  code: ['m8 7-5 5 5 5', 'm16 7 5 5-5 5'],
  book: ['M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3z', 'M5 17a3 3 0 0 1 3-3h11'],
  link: ['M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7', 'M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17'],
  copy: ['M9 9h11v11H9z', 'M15 9V4H4v11h5'],
  trash: ['M4 7h16', 'M9 7V4h6v3', 'm6 7 1 13h10l1-13'],
};

/** A decorative icon: what it means has to be in words beside it, or in an aria-label of its button. */
export const icon = (name, size = 20) =>
  s('svg', { class: 'icon', viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true', focusable: 'false' },
    (PATHS[name] ?? []).map(d => s('path', { d })));
