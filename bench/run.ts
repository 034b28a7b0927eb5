import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './figures.ts';

const folder = import.meta.dirname;

/** Benchmarks are the files here that record figures under their own command; the others help them. */
function benchmarks(): string[] {
  const names = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));
  return names.filter((name) => {
    const file = join(folder, `${name}.ts`);
    return existsSync(file) && readFileSync(file, 'utf8').includes(`'npm run bench ${name}'`);
  });
}

const load = () =>
  loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');

/** Makes RESULTS.md out of results.json. */
function writeResults(ran: string[], loads: [before: string, after: string]): void {
  const figures: Figure[] = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
  const rows = figures.map(
    ({ name, value, unit, limit, limit_what, commit, command }) =>
      `| \`${name}\` | ${value} ${unit} | ${limit} ${unit} | ${limit_what} | \`${command}\` | ${commit} |`,
  );
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
  const text = [
    '# Figures',
    '',
    'Made by `npm run bench [name]` out of `results.json`. Trust ratios more than times: other work on the machine',
    'slows both sides of a ratio, but a time only one.',
    '',
    '| figure | value | limit | compared with | command | commit |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'OMR for each way of degrading, with its reliability table: [OMR.md](OMR.md). Who will fall behind, with the',
    'reliability table of the estimate: [RISK.md](RISK.md). What will be remembered: [RECALL.md](RECALL.md).',
    '',
    `Last run: ${ran.join(', ')} on ${machine}; load (1, 5, 15 minutes) before ${loads[0]}, after ${loads[1]}.`,
    '',
  ];
  writeFileSync(join(folder, 'RESULTS.md'), text.join('\n'));
}

const all = benchmarks();
const [name, ...options] = process.argv.slice(2);
if (name !== undefined && !all.includes(name)) {
  console.error(`There is no benchmark ${name}; there are ${all.join(', ')}.`);
  process.exit(2);
}
const chosen = name === undefined ? all : [name];
const before = load();
for (const one of chosen) {
  console.log(`\n${one}`);
  const { status } = spawnSync(process.execPath, [join(folder, `${one}.ts`), ...options], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
writeResults(chosen, [before, load()]);
