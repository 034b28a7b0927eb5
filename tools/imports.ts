import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { type Rule, rules } from './imports.rules.ts';

export type Import = { from: string; to: string; isType: boolean };

const folders = ['packages', 'server', 'runners', 'web', 'tools', 'bench', 'deploy', 'e2e'];
const statement =
  /^(?:import|export)\s+(type\s+)?((?:[\w$*{},\s]|\btype\b)*?)\s*(?:from\s+)?['"]([^'"\n]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/** What a file imports, as paths of the checkout; packages as node_modules/<name>/, Node's own as node:<name>. */
export function importsOf(from: string, source: string): Import[] {
  const own = [...source.matchAll(statement)].map(([, type, names = '', specifier = '']) => ({
    ...{ from, to: resolve(from, specifier) },
    isType: type !== undefined || isTypesOnly(names),
  }));
  const later = [...source.matchAll(dynamic)].map(([, specifier = '']) => ({
    ...{ from, to: resolve(from, specifier), isType: false },
  }));
  return [...own, ...later];
}

function isTypesOnly(names: string): boolean {
  const named = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
  const list = named
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return list !== undefined && list.length > 0 && list.every((name) => name.startsWith('type '));
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(dirname(from), specifier);
  if (specifier.startsWith('#')) return `${from.split('/')[0]}/${specifier.slice(1)}`;
  if (specifier.startsWith('node:')) return specifier;
  const own = /^@seodang\/([^/]+)(?:\/(.*))?$/.exec(specifier);
  if (!own) return `node_modules/${specifier}/`;
  const [, name, inside] = own;
  return inside?.endsWith('.ts')
    ? `packages/${name}/${inside}`
    : posix.join('packages', name ?? '', inside ?? '', 'index.ts');
}

/** Imports that a rule forbids, as sentences. */
export function violationsOf(imports: readonly Import[], of: readonly Rule[] = rules): string[] {
  return of.flatMap(({ name, comment, from, to }) =>
    imports.flatMap((one) => {
      const match = new RegExp(from.path ?? '').exec(one.from);
      if (!match || isExcepted(one.from, from.pathNot) || (one.isType && to.typesToo === false)) return [];
      const filled = (pattern: string) => pattern.replaceAll('$1', match[1] ?? '');
      if (!new RegExp(filled(to.path ?? '')).test(one.to)) return [];
      if (isExcepted(one.to, [to.pathNot ?? []].flat().map(filled))) return [];
      return [`${name}: ${one.from} imports ${one.to}${comment ? ` (${comment})` : ''}`];
    }),
  );
}

const isExcepted = (path: string, patterns: string | string[] = []): boolean =>
  [patterns].flat().some((pattern) => new RegExp(pattern).test(path));

/** Files that import each other in a circle when they run, each circle once. */
export function cyclesOf(imports: readonly Import[]): string[] {
  const next = Map.groupBy(
    imports.filter(({ isType }) => !isType),
    ({ from }) => from,
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) cycles.push(`no-cycles: ${[...path.slice(at), file].join(' → ')}`);
    if (at >= 0 || done.has(file)) return;
    for (const { to } of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return cycles;
}

/** All imports of the checkout. */
export function readImports(root: string): Import[] {
  const files = globSync(`{${folders.join()}}/**/*.{ts,tsx,mjs}`, {
    cwd: root,
    exclude: (name) => /node_modules|\/dist(\/|$)|\.gen\.ts$/.test(name),
  });
  return files.flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')));
}

if (import.meta.main) {
  const imports = readImports(join(import.meta.dirname, '..'));
  const found = [...violationsOf(imports), ...cyclesOf(imports)];
  for (const sentence of found) console.error(sentence);
  if (imports.length === 0) throw new Error('no imports were found');
  console.log(`${imports.length} imports`);
  if (found.length > 0) process.exitCode = 1;
}
