import { stripTypeScriptTypes } from 'node:module';

/** A source in which a hand has slipped once, and the line as it is now. */
export type Mutant = { line: string; source: string };

type Slip = { at: number; text: string; instead: string };

/** What an operator is taken for: its boundary, its opposite, its brother. */
const operators: Record<string, readonly string[]> = {
  '===': ['!=='],
  '!==': ['==='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
};
const methods: Record<string, string> = {
  some: 'every',
  every: 'some',
  find: 'findLast',
  findLast: 'find',
  findIndex: 'findLastIndex',
  findLastIndex: 'findIndex',
  min: 'max',
  max: 'min',
};

/** The code with nothing but blanks where comments stand, and underscores within texts; as long as it was. */
function masked(code: string): string {
  return code
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/'[^'\n]*'/g, (text) => `'${'_'.repeat(text.length - 2)}'`)
    .replace(/`[^`]*`/g, (text) =>
      text.replace(/\$\{[^}]*\}|[^`]/g, (one) => (one.startsWith('${') ? one : '_')),
    );
}

/** Where the bracket that opens at this place is closed. */
function closing(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if (code[at] === '(') depth += 1;
    if (code[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('a bracket is not closed');
}

function* slips(code: string): Generator<Slip> {
  const plain = masked(code);
  const all = (pattern: RegExp) => plain.matchAll(pattern);
  for (const { 0: text, index: at } of all(/(?<= )(?:[=!]==|[<>]=?|&&|\|\||\?\?|[+*/-])(?= |\n)/g))
    for (const instead of operators[text] ?? []) yield { at, text, instead };
  for (const { 0: text, index: at } of all(/!(?=[\w([])/g)) yield { at, text, instead: '' };
  for (const { 0: text, index: at } of all(/(?<![\w.$])\d[\d_]*(?:\.\d+)?\b(?!x)/g)) {
    const value = Number(text.replaceAll('_', ''));
    const step = Number.isInteger(value) ? 1 : 0.005;
    yield { at, text, instead: `${value + step}` };
    if (value > 0) yield { at, text, instead: `${value - step}` };
  }
  for (const { 0: text, index: at } of all(/\b(?:true|false)\b/g))
    yield { at, text, instead: text === 'true' ? 'false' : 'true' };
  for (const { 0: text, index: at } of all(/\bif \(/g)) {
    const open = at + text.length - 1;
    const condition = code.slice(open, closing(plain, open) + 1);
    yield { at: open, text: condition, instead: '(true)' };
    yield { at: open, text: condition, instead: '(false)' };
  }
  for (const { 0: text, index: at } of all(/[\w.]+(?:\([\w.]*\))?(?=\s+\? )/g))
    yield { at, text, instead: `!(${text})` };
  for (const { 0: text, index: at, 1: name = '' } of all(/(?<=\.)(\w+)(?=\()/g)) {
    const instead = methods[name];
    if (instead) yield { at, text, instead };
    if (name !== 'filter') continue;
    const open = at + text.length;
    const condition = code.slice(open, closing(plain, open) + 1);
    yield { at: open, text: condition, instead: '(() => true)' };
  }
  for (const { index: at, 0: text } of all(/'_+'/g))
    yield { at, text: code.slice(at, at + text.length), instead: "''" };
}

/**
 * Every mutant of a TypeScript source that one slip makes: at each operator, boundary, constant, condition, filter and text
 * in turn. Types and comments are left alone.
 */
export function mutantsOf(typescript: string): Mutant[] {
  const code = stripTypeScriptTypes(typescript);
  return [...slips(code)]
    .filter(({ at }) => !/^\s*(?:import|export) [^=]*from /.test(lineAt(code, at)))
    .map(({ at, text, instead }) => {
      const source = code.slice(0, at) + instead + code.slice(at + text.length);
      return { line: lineAt(source, at), source };
    });
}

/** The line at a place, without what stands around its words. */
export function lineAt(code: string, at: number): string {
  const line = code.slice(code.lastIndexOf('\n', at - 1) + 1).split('\n', 1)[0] ?? '';
  return line.trim().replace(/\s+/g, ' ');
}
