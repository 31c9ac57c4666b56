// Every page there is. `nav` puts it into the navigation; `roles` says who sees it there (the REST says who may do what).

const READERS = ['tenant-admin', 'tenant-viewer'];

export const sections = ['Pipelines', 'Data', 'Account', 'Platform'];

export const pages = [
  { path: '/', module: 'overview', nav: { section: 'Pipelines', label: 'Overview', icon: 'pulse' }, roles: READERS },
  { path: '/pipelines', module: 'pipelines', nav: { section: 'Pipelines', label: 'Pipelines', icon: 'flow' }, roles: READERS },
  { path: '/new', module: 'new', title: 'New pipeline', under: '/pipelines' },
  { path: '/pipelines/:name', module: 'pipeline', title: 'Pipeline', under: '/pipelines' },
  { path: '/pipelines/:name/credential', module: 'credential', title: 'Credential', under: '/pipelines' },
  { path: '/runs/:id', module: 'run', title: 'Run', under: '/pipelines' },
];
