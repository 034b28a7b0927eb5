import { emptyMeasure, measure } from '../corpus/measure.ts';
import { tableOf } from '../corpus/table.ts';
import { partOf } from './corpus.ts';
import type { Print } from './run.ts';

/** `omr bench`: reads a part of the corpus and says what came of it. */
export async function benchCommand(args: string[], print: Print): Promise<number> {
  const { source, ...part } = partOf(args);
  const measured = emptyMeasure();
  await measure(source, part, measured);
  print(tableOf(`${source}, seed ${part.seed}, sheets ${part.from} to ${part.to - 1}`, measured));
  for (const line of measured.silent) print(`SILENT ${line}`);
  return measured.total.silent + measured.total.identityWrong > 0 ? 1 : 0;
}
