/** Who may import whom: a floor leans only on the floors below it. */
const domains = {
  identity: [],
  jobs: ['identity'],
  school: ['identity'],
  video: ['jobs', 'school'],
  progress: ['video', 'school'],
  notices: ['school'],
};

const domainRules = Object.entries(domains).map(([name, allowed]) => ({
  name: `domain-${name}`,
  severity: 'error',
  comment: `${name} may use only ${allowed.join(', ') || 'core'}, and only through their index.ts`,
  from: { path: `^server/domains/${name}/`, pathNot: '\\.test\\.ts$' },
  to: {
    path: '^server/domains/',
    pathNot: [
      `^server/domains/${name}/`,
      ...allowed.map((domain) => `^server/domains/${domain}/index\\.ts$`),
    ],
  },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-declared',
      severity: 'error',
      comment: 'a new domain folder needs its line in the table above',
      from: { path: `^server/domains/(?!(${Object.keys(domains).join('|')})/)` },
      to: {},
    },
    {
      name: 'contract-is-a-leaf',
      severity: 'error',
      from: { path: '^packages/contract/' },
      to: { pathNot: '^packages/contract/|node_modules/zod' },
    },
    {
      name: 'omr-is-a-leaf',
      severity: 'error',
      from: { path: '^packages/omr/' },
      to: { path: '^(packages/(?!omr/)|server|runners|web|tools|bench|e2e|deploy)' },
    },
    {
      name: 'recall-is-a-leaf',
      severity: 'error',
      from: { path: '^packages/recall/' },
      to: { path: '^(packages/(?!recall/)|server|runners|web|tools|bench|e2e|deploy)' },
    },
    {
      name: 'omr-reading-runs-in-a-browser',
      severity: 'error',
      comment:
        'decoding and drawing are adapters; validation by zod is left to those who take sheets from outside',
      from: { path: '^packages/omr/(index|read/)', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^packages/omr/(draw|node|corpus|cli)|node_modules/|^(node:)?(fs|path|url|os|zlib)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'core-knows-no-domain',
      severity: 'error',
      from: { path: '^server/core/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/(domains|app\\.ts|permissions\\.ts|testing)' },
    },
    {
      name: 'only-queries-speak-sql',
      severity: 'error',
      from: { path: '^server/domains/', pathNot: '\\.(queries|test)\\.ts$' },
      to: { path: 'node_modules/(kysely|pg)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      from: { path: '\\.rules\\.ts$' },
      to: { pathNot: '\\.rules\\.ts$|^packages/' },
    },
    {
      name: 'routes-go-through-services',
      severity: 'error',
      from: { path: '\\.routes\\.ts$' },
      to: { path: '\\.queries\\.ts$' },
    },
    {
      name: 'runners-speak-http-only',
      severity: 'error',
      from: { path: '^runners/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(server|web)/' },
    },
    {
      name: 'runner-kinds-know-only-the-kit',
      severity: 'error',
      from: { path: '^runners/(video|ai)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^runners/', pathNot: '^runners/(kit|$1)/' },
    },
    {
      name: 'web-knows-no-server',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(server|runners)/' },
    },
    {
      name: 'web-ui-and-lib-are-below-features',
      severity: 'error',
      from: { path: '^web/(ui|lib)/' },
      to: { path: '^web/(features|routes)/' },
    },
    {
      name: 'web-features-are-below-routes',
      severity: 'error',
      from: { path: '^web/features/' },
      to: { path: '^web/routes/' },
    },
    {
      name: 'production-knows-no-tests',
      severity: 'error',
      from: { path: '^(server|runners|web|packages)/', pathNot: '\\.test\\.ts$|^(server|runners)/testing/' },
      to: { path: '^(server|runners)/testing/|^e2e/|^bench/|^tools/' },
    },
    ...domainRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.gen\\.ts$|/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js'],
      conditionNames: ['import', 'types', 'node'],
      exportsFields: ['exports'],
    },
  },
};
