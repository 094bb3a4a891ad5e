const PURE = '(callhome|fleet|netscaler-cli)';
const SPEC = '\\.(spec|fake[\\w-]*)\\.tsx?$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A cycle is one module that pretends to be two.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'libs-not-to-apps',
      severity: 'error',
      comment: 'Arrows point inward.',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-not-to-apps',
      severity: 'error',
      comment: 'Programs meet at the contract and the queues.',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'front-door-only',
      severity: 'error',
      comment: 'What a front door exports is a promise; nothing else is.',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$2/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'pure-stays-pure',
      severity: 'error',
      comment: 'Decisions run anywhere, in a millisecond: no Node, no packages, no edge libraries.',
      from: { path: `^libs/${PURE}/`, pathNot: SPEC },
      to: { pathNot: `^libs/${PURE}/` },
    },
    {
      name: 'driver-knows-no-vendor',
      severity: 'error',
      comment: 'The driver outlives the vendor.',
      from: { path: '^libs/ssh/' },
      to: { path: '^libs/(?!ssh/|testing/)' },
    },
    {
      name: 'typeorm-behind-persistence',
      severity: 'error',
      comment: 'One door to the database.',
      from: { path: '^(apps|libs)/', pathNot: '^libs/(persistence|testing)/' },
      to: { path: '(^|node_modules/)(@types/)?(typeorm|pg)(/|$)' },
    },
    {
      name: 'bullmq-at-the-edge',
      severity: 'error',
      comment: 'Jobs are transport, not domain.',
      from: { path: '^(apps|libs)/', pathNot: '^(apps/(worker|controller)|libs/(queues|testing))/' },
      to: { path: '(^|node_modules/)(bullmq|@nestjs/bullmq)(/|$)' },
    },
    {
      name: 'clients-speak-contract',
      severity: 'error',
      comment: 'Clients get no private door.',
      from: { path: '^apps/(console|sdxctl)/' },
      to: { path: '^libs/(?!contract/|testing/)' },
    },
    {
      name: 'simulator-is-independent',
      severity: 'error',
      comment: 'An oracle must not share the mistake.',
      from: { path: '^apps/simulator/' },
      to: { path: '^libs/(?!testing/|config/|telemetry/)' },
    },
    {
      name: 'testing-is-for-specs',
      severity: 'error',
      comment: 'Fakes never ship.',
      from: { path: '^(apps|libs)/', pathNot: [SPEC, '^libs/testing/'] },
      to: { path: '^libs/testing/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // A type import is an import: knowing a shape is knowing the library.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
    },
  },
};
