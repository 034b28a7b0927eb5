import { beforeAll, expect, test } from 'vitest';
import { type ForeignSpecimen, foreignSpecimens, paperOfPdf, readForeignSpecimen } from '../corpus/index.ts';
import { add, emptyMeasure } from '../corpus/measure.ts';
import { drawSheets } from '../draw/index.ts';
import { layout } from '../geometry/index.ts';
import { decodeImage } from '../node/index.ts';
import { prepareForeign, readForeign } from './foreign.ts';

const specimens: ForeignSpecimen[] = [];
beforeAll(async () => {
  for await (const specimen of foreignSpecimens({ seed: 1, from: 10, to: 12 })) specimens.push(specimen);
});

test('sheets without rings are read by their blank, scanned or photographed', async () => {
  const measured = emptyMeasure();
  for (const specimen of specimens) add(measured, specimen, await readForeignSpecimen(specimen));

  expect(measured.silent).toEqual([]);
  expect(measured.total.refused).toBe(0);
  expect(measured.total.exact / measured.total.questions).toBeGreaterThan(0.97);
});

test('a form in a pale colour is found on a desk as bright as itself, bent and with black circles all over it', async () => {
  for await (const specimen of foreignSpecimens({ seed: 4, from: 56, to: 57 })) {
    const measured = emptyMeasure();
    add(measured, specimen, await readForeignSpecimen(specimen));
    expect(measured.silent).toEqual([]);
    expect(measured.total.exact / measured.total.questions).toBeGreaterThan(0.9);
  }
});

test('ticks that a copier has nearly lost between its specks are not called blank', async () => {
  for await (const specimen of foreignSpecimens({ seed: 5, from: 90, to: 91 })) {
    const measured = emptyMeasure();
    add(measured, specimen, await readForeignSpecimen(specimen));
    expect(measured.silent).toEqual([]);
  }
});

test('a page of another design is refused, not read on the wrong blank', async () => {
  const [sheet] = layout({ title: '단어 시험', questions: [{ number: 1 }, { number: 2 }], paper: 'A5' });
  const [page] = specimens;
  if (!sheet || !page) throw new Error('a layout has a page, and the corpus has this sheet');
  const blank = await paperOfPdf(await drawSheets([{ sheet }]), 150 / 25.4);

  const read = readForeign(await decodeImage(page.bytes), prepareForeign(sheet, blank));
  expect(read).toMatchObject({ status: 'refused' });
});
