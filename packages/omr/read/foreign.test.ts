import { expect, test } from 'vitest';
import { foreignSpecimens, readForeignSpecimen } from '../corpus/foreign.ts';
import { add, emptyMeasure } from '../corpus/measure.ts';
import { decodeImage } from '../node/index.ts';
import { readForeign } from './foreign.ts';

test('sheets without rings are read by their blank, scanned or photographed', async () => {
  const measured = emptyMeasure();
  for await (const specimen of foreignSpecimens({ seed: 1, from: 10, to: 12 })) {
    add(measured, specimen, await readForeignSpecimen(specimen));
  }

  expect(measured.silent).toEqual([]);
  expect(measured.total.refused).toBe(0);
  expect(measured.total.exact / measured.total.questions).toBeGreaterThan(0.97);
});

test('a page of another design is refused, not read on the wrong blank', async () => {
  const [one, other] = [16, 32].map((from) => foreignSpecimens({ seed: 1, from, to: from + 1 }));
  const blank = (await one?.next())?.value;
  const page = (await other?.next())?.value;
  if (!blank || !page) throw new Error('the corpus has these sheets');

  expect(readForeign(await decodeImage(page.bytes), blank.prepared)).toMatchObject({ status: 'refused' });
});
