// Every page there is. `nav` puts it into the navigation; `roles` says who sees it there (the REST says who may do what).

const READERS = ['tenant-admin', 'tenant-viewer'];
const TABLE_READERS = [...READERS, 'analyst'];

export const sections = ['Pipelines', 'Data', 'Account', 'Platform'];

export const pages = [
  { path: '/', module: 'overview', nav: { section: 'Pipelines', label: 'Overview', icon: 'pulse' }, roles: READERS },
  { path: '/pipelines', module: 'pipelines', nav: { section: 'Pipelines', label: 'Pipelines', icon: 'flow' }, roles: READERS },
  { path: '/new', module: 'new', title: 'New pipeline', under: '/pipelines', roles: ['tenant-admin'] },
  { path: '/pipelines/:name', module: 'pipeline', title: 'Pipeline', under: '/pipelines', roles: READERS },
  { path: '/pipelines/:name/credential', module: 'credential', title: 'Credential', under: '/pipelines', roles: ['tenant-admin'] },
  { path: '/pipelines/:name/schedule', module: 'schedule', title: 'Schedule', under: '/pipelines', roles: ['tenant-admin'] },
  { path: '/consents/:id', module: 'consents', title: 'Access', under: '/pipelines' },
  { path: '/runs/:id', module: 'run', title: 'Run', under: '/pipelines', roles: READERS },
  { path: '/alerts', module: 'alerts', nav: { section: 'Pipelines', label: 'Alerts', icon: 'bell' }, roles: READERS },
  { path: '/tables', module: 'tables', nav: { section: 'Data', label: 'Tables', icon: 'table' }, roles: TABLE_READERS },
  { path: '/tables/:namespace/:table', module: 'table', title: 'Table', under: '/tables' },
  { path: '/queries', module: 'queries', nav: { section: 'Data', label: 'Query Explorer', icon: 'search' }, roles: TABLE_READERS },
  { path: '/dead-letters', module: 'dead-letters', nav: { section: 'Data', label: 'Dead letters', icon: 'letter' }, roles: READERS },
  { path: '/policies', module: 'policies', nav: { section: 'Data', label: 'Masking policies', icon: 'lock' }, roles: READERS },
  { path: '/policies/:namespace/:table', module: 'policy', title: 'Masking policy', under: '/policies' },
  { path: '/destinations', module: 'destinations', nav: { section: 'Data', label: 'Destinations', icon: 'bucket' }, roles: READERS },
  { path: '/destinations/:name', module: 'destination', title: 'Destination', under: '/destinations' },
  { path: '/usage', module: 'usage', nav: { section: 'Account', label: 'Usage and bill', icon: 'bill' }, roles: READERS },
  { path: '/tokens', module: 'tokens', nav: { section: 'Account', label: 'Tokens', icon: 'key' }, roles: READERS },
  { path: '/members', module: 'members', nav: { section: 'Account', label: 'Members and roles', icon: 'people' }, roles: READERS },
  { path: '/audit', module: 'audit', nav: { section: 'Account', label: 'Audit log', icon: 'list' }, roles: READERS },
  { path: '/sign-ups', module: 'sign-ups', nav: { section: 'Platform', label: 'Sign-ups', icon: 'people' }, roles: ['operator'] },
  { path: '/sign-up', module: 'sign-up', title: 'Ask for an account', open: true },
];
