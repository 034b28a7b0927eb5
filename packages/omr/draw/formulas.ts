import { setImmediate } from 'node:timers/promises';
import { spelled } from './spelled.ts';

/** A node of the SVG that MathJax makes; words in it have a `value`. */
export type MathNode = {
  kind: string;
  attributes?: Record<string, string | undefined>;
  children?: readonly MathNode[];
  value?: string;
};

/** A formula and its size around the baseline, in em. */
export type Formula = { svg: MathNode; width: number; ascent: number; depth: number };

/** Units of MathJax in an em. */
export const EM = 1000;
/** What a Korean letter is wide in the font of documents, in em. */
const LETTER = 0.94;
const LONGEST = 1000;
const MOST_FORMULAS = 3000;

const packages = ['ams', 'cancel', 'boldsymbol', 'color', 'gensymb', 'configmacros'];

/** Macros that KaTeX, which draws the same formulas in the browser, knows as well. */
const macros = {
  bm: ['\\boldsymbol{#1}', 1],
  R: '\\mathbb{R}',
  N: '\\mathbb{N}',
  Z: '\\mathbb{Z}',
  lt: '<',
  gt: '>',
};

const configuration = {
  loader: {
    load: ['input/tex-base', 'output/svg', 'adaptors/liteDOM', ...packages.map((name) => `[tex]/${name}`)],
  },
  tex: {
    packages: ['base', ...packages],
    macros,
    maxMacros: 200,
    maxBuffer: 4096,
    formatError: (_: unknown, error: Error) => {
      throw error;
    },
  },
  svg: {
    fontCache: 'none',
    mtextInheritFont: true,
    linebreaks: { inline: false },
    displayOverflow: 'overflow',
  },
  liteAdaptor: { cjkCharWidth: LETTER },
  startup: { typeset: false },
};

let loading: ReturnType<typeof import('mathjax')['init']> | undefined;

/** Half a second and some megabytes, which nobody pays who prints no formula. */
function mathJax() {
  loading ??= import('mathjax').then(({ init }) => init(configuration));
  return loading;
}

/** What would outlast its formula, for everybody's next one. */
const LASTING = /\\(DeclareMathOperator|definecolor)/;

const TAG = /\\tag\*?\s*\{([^{}]*)\}/g;

/** Numbers of equations follow them: at the margin they need a line whose width is known. */
function prepared(tex: string): string {
  const bare = tex.replace(/[①-⑳㉠-㉭]/g, spelled).replace(/\\label\s*\{[^{}]*\}/g, '');
  if (bare.includes('\\begin')) return bare.replace(TAG, '\\qquad\\text{($1)}');
  const numbers = Array.from(bare.matchAll(TAG), ([, number]) => `\\qquad\\text{(${number})}`);
  return `${bare.replace(TAG, '')}${numbers.join('')}`;
}

const BEYOND_PAPER = /\d{8}|e\+|NaN|Infinity/;

/** Whether all of a formula is somewhere near: spaces of millions of em are there and back again in a small one. */
const isNear = ({ attributes = {}, children = [] }: MathNode): boolean =>
  Object.entries(attributes).every(
    ([name, value = '']) => name === 'd' || name.startsWith('data-') || !BEYOND_PAPER.test(value),
  ) && children.every(isNear);

async function read(tex: string, isBlock: boolean): Promise<Formula | undefined> {
  if (tex.length > LONGEST || LASTING.test(tex)) return undefined;
  const MathJax = await mathJax();
  await setImmediate();
  const container = await MathJax.tex2svgPromise(prepared(tex), { display: isBlock }).catch(() => undefined);
  const svg = container?.children?.find(({ kind }) => kind === 'svg');
  const { viewBox = '' } = svg?.attributes ?? {};
  const [, top, width, height] = viewBox.split(' ').map(Number);
  if (!svg || top === undefined || !width || !height || !isNear(svg)) return undefined;
  return { svg, width: width / EM, ascent: -top / EM, depth: (height + top) / EM };
}

/** Reads formulas of one document: none twice, others meanwhile get their turn; undefined is what cannot be read. */
export function formulaReader(): (tex: string, isBlock: boolean) => Promise<Formula | undefined> {
  const known = new Map<string, Promise<Formula | undefined>>();
  return async (tex, isBlock) => {
    const key = `${isBlock} ${tex}`;
    const found = known.get(key);
    if (found || known.size >= MOST_FORMULAS) return found;
    const reading = read(tex, isBlock);
    known.set(key, reading);
    return reading;
  };
}
