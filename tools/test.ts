import { type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { browser, prepareSystem } from './system-packages.ts';

/** `flaky`: the names of those that passed only the second time, which is a race to be found. */
type Count = { passed: number; failed: number; skipped: number; flaky: string[] };
type Part = { name: string; count: Count; seconds: number };

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');
/** Each test file is a process of its own and loads the whole server. Measured: a seventh less CPU time with this. */
const compiled = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled') };
const parts: Part[] = [];

type Manners = {
  env?: Record<string, string>;
  /** Nothing of it is heard before, lest two that run at once speak into each other. */
  turn?: Promise<void>;
  /** Takes the time that others leave. */
  yields?: boolean;
};

async function run(command: string, args: string[], manners: Manners = {}): Promise<boolean> {
  const { env, turn, yields } = manners;
  const stdio: StdioOptions = turn ? ['ignore', 'pipe', 'pipe'] : 'inherit';
  const child = spawn(command, args, { cwd: root, stdio, env: { ...process.env, ...env } });
  if (yields && child.pid) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  let said: Buffer[] | undefined = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => (said ? said.push(chunk) : process.stdout.write(chunk)));
  void turn?.then(() => {
    process.stdout.write(Buffer.concat(said ?? []));
    said = undefined;
  });
  const [code] = await once(child, 'close');
  return code === 0;
}

async function part(name: string, work: () => Promise<Count>, turn?: Promise<void>): Promise<void> {
  const say = () => console.log(`\n── ${name}`);
  turn ? void turn.then(say) : say();
  const started = Date.now();
  const count = await work();
  parts.push({ name, count, seconds: (Date.now() - started) / 1000 });
}

const one = (ok: boolean): Count => ({
  passed: ok ? 1 : 0,
  failed: ok ? 0 : 1,
  skipped: 0,
  flaky: [],
});

/** A run that ended badly without a failed test (it crashed, or wrote no report) is a failure too. */
function counted(ok: boolean, report: string, read: (json: never) => Count): Count {
  if (!existsSync(report)) return one(ok);
  const count = read(JSON.parse(readFileSync(report, 'utf8')) as never);
  return ok || count.failed > 0 ? count : { ...count, failed: 1 };
}

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    assertionResults: { fullName: string; status: string; failureMessages: string[] | null }[];
  }[];
};

async function unitTests(): Promise<Count> {
  const report = join(results, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const ok = await run('vitest', ['run', ...reporters], { env: compiled });
  return counted(ok, report, (found: VitestReport) => ({
    passed: found.numPassedTests,
    failed: found.numFailedTests,
    skipped: found.numPendingTests + found.numTodoTests,
    flaky: found.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status, failureMessages }) => status === 'passed' && (failureMessages?.length ?? 0) > 0)
      .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages?.[0]?.split('\n')[0]}`),
  }));
}

type Suite = { suites?: Suite[]; specs?: { title: string; tests: { status: string }[] }[] };
type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  suites: Suite[];
};

function flakyIn({ suites = [], specs = [] }: Suite): string[] {
  const own = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'));
  return [...own.map(({ title }) => title), ...suites.flatMap(flakyIn)];
}

async function browserTests(turn: Promise<void>): Promise<Count> {
  const report = join(results, 'playwright.json');
  const args = ['test', '--reporter=list,json', '--pass-with-no-tests'];
  const env = { ...compiled, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const ok = await run('playwright', args, { env, turn });
  return counted(ok, report, ({ stats, suites }: PlaywrightReport) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    flaky: flakyIn({ suites }),
  }));
}

async function withoutBrowser(): Promise<Count> {
  const inCi = Boolean(process.env.CI);
  console.log(
    inCi ? 'There is no browser, and CI must not pass without one.' : 'There is no browser: skipped.',
  );
  return inCi ? one(false) : { passed: 0, failed: 0, skipped: 1, flaky: [] };
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results);
const { notes } = prepareSystem();
const hasBrowser = browser.isThere();
await part('web build', async () => one(await run('node', ['tools/bootstrap.mjs', 'web'])));
// Measured: each of them alone leaves a fourth of two cores idle, since it waits for processes, media and pages.
const tests = part('tests', unitTests);
await part(
  'check',
  async () => one(await run('node', ['tools/check.ts'], { turn: tests, yields: true })),
  tests,
);
await part('browser tests', hasBrowser ? () => browserTests(tests) : withoutBrowser, tests);
await tests;

console.log('');
for (const { name, count, seconds } of parts) {
  const { passed, failed, skipped } = count;
  console.log(
    `${name.padEnd(14)} ${seconds.toFixed(0).padStart(4)} s   ${passed} passed, ${failed} failed, ${skipped} skipped`,
  );
}
for (const note of notes) console.log(`\n${note}`);
for (const name of parts.flatMap(({ count }) => count.flaky))
  console.log(`\nflaky, passed only the second time: ${name}`);
const sum = (key: Exclude<keyof Count, 'flaky'>) => parts.reduce((total, { count }) => total + count[key], 0);
const skipped = sum('skipped');
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
if (sum('failed') > 0) process.exitCode = 1;
