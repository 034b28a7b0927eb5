/** Which files a rule is about; several `pathNot` are several exceptions. */
type Files = { path?: string; pathNot?: string | string[] };
export type Rule = {
  name: string;
  comment?: string;
  from: Files;
  /** `typesToo: false`: importing a type alone is allowed. */
  to: Files & { typesToo?: boolean };
};

/** Who may import whom: a floor leans only on the floors below it. */
const domains: Record<string, string[]> = {
  identity: [],
  jobs: ['identity'],
  school: ['identity'],
  video: ['jobs', 'school'],
  exams: ['school'],
  submissions: ['exams', 'jobs', 'school'],
  results: ['submissions', 'exams', 'school'],
  progress: ['results', 'submissions', 'exams', 'video', 'school'],
  notices: ['progress', 'school', 'identity'],
  parents: ['progress', 'notices', 'school', 'identity'],
  study: ['results', 'exams', 'school'],
};

const domainRules: Rule[] = Object.entries(domains).map(([name, allowed]) => ({
  name: `domain-${name}`,
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

/** Forbidden imports; `to` may name the first group of `from` as $1. */
export const rules: readonly Rule[] = [
  {
    name: 'domain-is-declared',
    comment: 'a new domain folder needs its line in the table above',
    from: { path: `^server/domains/(?!(${Object.keys(domains).join('|')})/)` },
    to: { path: '' },
  },
  {
    name: 'contract-is-a-leaf',
    from: { path: '^packages/contract/' },
    to: { pathNot: '^packages/contract/|^node_modules/zod/' },
  },
  {
    name: 'omr-is-a-leaf',
    from: { path: '^packages/omr/' },
    to: { path: '^(packages/(?!omr/)|server|runners|web|tools|bench|e2e|deploy)' },
  },
  {
    name: 'recall-is-a-leaf',
    from: { path: '^packages/recall/' },
    to: { path: '^(packages/(?!recall/)|server|runners|web|tools|bench|e2e|deploy)' },
  },
  {
    name: 'omr-reading-runs-in-a-browser',
    comment:
      'decoding and drawing are adapters; validation by zod is left to those who take sheets from outside',
    from: { path: '^packages/omr/(index|read/)', pathNot: '\\.test\\.ts$' },
    to: {
      path: '^packages/omr/(draw|node|corpus|cli)|^node_modules/|^(node:)?(fs|path|url|os|zlib)',
      typesToo: false,
    },
  },
  {
    name: 'native-fitting-stays-apart',
    comment: 'where its native code is missing, everything but the fitting itself works',
    from: {
      path: '^(packages|server|web)/',
      pathNot: ['\\.test\\.ts$', '^server/domains/study/fitting\\.program\\.ts$'],
    },
    to: { path: '^packages/recall/fitting/fit\\.ts$', typesToo: false },
  },
  {
    name: 'core-knows-no-domain',
    from: { path: '^server/core/', pathNot: '\\.test\\.ts$' },
    to: { path: '^server/(domains|app\\.ts|permissions|testing)' },
  },
  {
    name: 'only-queries-speak-sql',
    from: { path: '^server/domains/', pathNot: '\\.(queries|test)\\.ts$' },
    to: { path: '^node_modules/(kysely|pg)/', typesToo: false },
  },
  {
    name: 'rules-are-pure',
    from: { path: '\\.rules\\.ts$' },
    to: { pathNot: '\\.rules\\.ts$|^packages/|^node_modules/zod/|^node:crypto$', typesToo: false },
  },
  {
    name: 'routes-go-through-services',
    from: { path: '\\.routes\\.ts$' },
    to: { path: '\\.queries\\.ts$' },
  },
  {
    name: 'runners-speak-http-only',
    from: { path: '^runners/', pathNot: '\\.test\\.ts$' },
    to: { path: '^(server|web)/' },
  },
  {
    name: 'runner-kinds-know-only-the-kit',
    from: { path: '^runners/(video|ai)/', pathNot: '\\.test\\.ts$' },
    to: { path: '^runners/', pathNot: '^runners/(kit|$1)/' },
  },
  {
    name: 'web-knows-no-server',
    from: { path: '^web/' },
    to: { path: '^(server|runners)/' },
  },
  {
    name: 'web-ui-and-lib-are-below-features',
    from: { path: '^web/(ui|lib)/' },
    to: { path: '^web/(features|routes)/' },
  },
  {
    name: 'web-features-are-below-routes',
    from: { path: '^web/features/' },
    to: { path: '^web/routes/' },
  },
  {
    name: 'production-knows-no-tests',
    from: { path: '^(server|runners|web|packages)/', pathNot: '\\.test\\.ts$|^(server|runners)/testing/' },
    to: { path: '^(server|runners)/testing/|^e2e/|^bench/|^tools/' },
  },
  ...domainRules,
];
