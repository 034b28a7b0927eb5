import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { foreignSpecimens } from '../corpus/foreign.ts';
import type { Source } from '../corpus/measure.ts';
import { specimens } from '../corpus/run.ts';
import type { Print } from './run.ts';

const sources: readonly Source[] = ['scan', 'photo', 'foreign'];

/** The part of the corpus that a command line names. */
export function partOf(args: string[]): {
  source: Source;
  seed: number;
  from: number;
  to: number;
  out: string;
} {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { out: text, source: text, count: text, from: text, seed: text },
  });
  const source = sources.find((name) => name === (values.source ?? 'scan'));
  if (!source) throw new Error('--source is scan, photo or foreign');
  const [seed, from, count] = [values.seed ?? '1', values.from ?? '0', values.count ?? '42'].map(Number);
  if (![seed, from, count].every(Number.isInteger))
    throw new Error('--seed, --from and --count are whole numbers');
  return { source, seed: seed ?? 1, from: from ?? 0, to: (from ?? 0) + (count ?? 42), out: values.out ?? '' };
}

/** `omr corpus`: writes the files of a part of the corpus with what was meant. */
export async function corpusCommand(args: string[], print: Print): Promise<number> {
  const { source, out, ...part } = partOf(args);
  if (out === '') throw new Error('corpus needs --out; see omr --help');
  await mkdir(out, { recursive: true });
  const truths: unknown[] = [];
  const made = source === 'foreign' ? foreignSpecimens(part) : specimens({ ...part, source });
  for await (const { name, bytes, sheet, truth } of made) {
    const file = `${name}.${bytes[0] === 0x89 ? 'png' : 'jpg'}`;
    await writeFile(join(out, file), bytes);
    truths.push({ file, number: truth.number, answers: Object.fromEntries(truth.answers), sheet });
  }
  await writeFile(join(out, 'truth.json'), JSON.stringify(truths));
  print(`${truths.length} sheets in ${out}`);
  return 0;
}
