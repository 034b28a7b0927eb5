import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One measured number; `limit` is what it must not exceed (or fall below), and `limit_what` says which and why. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  limit: number;
  limit_what: string;
  commit: string;
  command: string;
};

const root = join(import.meta.dirname, '..');
const results = join(import.meta.dirname, 'results.json');

/** Puts figures into `bench/results.json`, in place of earlier ones of the same name, and prints them. */
export function record(command: string, measured: readonly Omit<Figure, 'commit' | 'command'>[]): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
  const fresh = measured.map((figure) => ({ ...figure, commit, command }));
  const before: Figure[] = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : [];
  const kept = before.filter(({ name }) => !fresh.some((figure) => figure.name === name));
  const all = [...kept, ...fresh].sort((a, b) => a.name.localeCompare(b.name));
  writeFileSync(results, `${JSON.stringify(all, undefined, 2)}\n`);
  for (const { name, value, unit, limit, limit_what } of fresh) {
    console.log(`${name.padEnd(26)} ${value} ${unit}   (${limit} ${unit}: ${limit_what})`);
  }
}
