import sharp from 'sharp';
import { expect, test } from 'vitest';
import { emptyTally, judge, paperOfPdf, readSpecimen, specimens } from '../corpus/index.ts';
import { drawSheets } from '../draw/index.ts';
import { layout } from '../geometry/index.ts';
import { decodeImage } from '../node/index.ts';
import { prepare } from './prepare.ts';
import { readSheet } from './read.ts';

const questions = Array.from({ length: 45 }, (_, index) => ({ number: index + 1 }));
const [sheet] = layout({ title: '주간 테스트', questions });
if (!sheet) throw new Error('a layout has a page');

async function read(source: 'scan' | 'photo', count: number) {
  const tally = emptyTally();
  for await (const specimen of specimens({ source, seed: 1, from: 0, to: count })) {
    const page = await readSpecimen(specimen);
    tally.sheets += 1;
    tally.questions += specimen.truth.answers.size;
    if (page.status === 'refused') {
      tally.refused += 1;
      continue;
    }
    for (const question of page.questions) {
      const kind = specimen.sheet.questions.find(({ number }) => number === question.number)?.kind;
      tally[judge(question, specimen.truth.answers.get(question.number) ?? [], kind === 'numeric')] += 1;
    }
    if (page.identity.status === 'ok' && page.identity.number !== specimen.truth.number)
      tally.identityWrong += 1;
  }
  return tally;
}

test('a drawn sheet with nothing on it is read as blank, and its code says which it is', async () => {
  const code = { exam: 5, sheet: 6, page: 1 };
  const paper = await paperOfPdf(await drawSheets([{ sheet, code }]), 200 / 25.4);
  const page = readSheet(paper, [prepare(sheet)]);

  expect(page).toMatchObject({
    status: 'read',
    code,
    identity: { status: 'review', doubts: ['number_blank'] },
  });
  expect(page.status === 'read' && page.questions.every(({ status }) => status === 'blank')).toBe(true);
});

test('a sheet printed for a student says who it is by code and number', async () => {
  const code = { exam: 5, sheet: 6, page: 1, enrollment: 91 };
  const student = { name: '김하늘', number: '20260012', class: '월수금 A반' };
  const paper = await paperOfPdf(await drawSheets([{ sheet, code, student }]), 200 / 25.4);
  const roster = [
    { number: '20260012', enrollment: 91 },
    { number: '20260013', enrollment: 92 },
  ];

  const page = readSheet(paper, [prepare(sheet)], { roster });
  expect(page).toMatchObject({ identity: { status: 'ok', number: '20260012', enrollment: 91 } });

  const swapped = [
    { number: '20260012', enrollment: 92 },
    { number: '20260013', enrollment: 91 },
  ];
  const doubted = readSheet(paper, [prepare(sheet)], { roster: swapped });
  expect(doubted).toMatchObject({ identity: { status: 'review', doubts: ['code_and_number_differ'] } });
});

test('scans of every kind of device are read without a silent mistake', async () => {
  const tally = await read('scan', 3);
  expect(tally).toMatchObject({ silent: 0, identityWrong: 0, refused: 0 });
  expect(tally.exact / tally.questions).toBeGreaterThan(0.98);
});

test('photos from a phone are read without a silent mistake', async () => {
  const tally = await read('photo', 2);
  expect(tally).toMatchObject({ silent: 0, identityWrong: 0, refused: 0 });
  expect(tally.exact / tally.questions).toBeGreaterThan(0.98);
});

test('a page that is no answer sheet is refused as a whole', async () => {
  const empty = { create: { width: 800, height: 1100, channels: 3 as const, background: '#eee' } };
  const data = await sharp(empty).png().toBuffer();
  expect(readSheet(await decodeImage(data), [prepare(sheet)])).toEqual({
    status: 'refused',
    reason: 'no_sheet_found',
  });
});
