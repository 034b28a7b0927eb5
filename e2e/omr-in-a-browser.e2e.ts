import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { build } from 'vite';
import { encode, fillIn, paperOfPdf, randomOf } from '../packages/omr/corpus/index.ts';
import { drawSheets } from '../packages/omr/draw/index.ts';
import { layout, type Sheet } from '../packages/omr/geometry/index.ts';
import type * as Omr from '../packages/omr/index.ts';

/** The reading core as one script that puts itself on the page as `omr`. */
async function script(): Promise<string> {
  const entry = join(import.meta.dirname, '../packages/omr/index.ts');
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'omr' } },
  });
  const [result] = Array.isArray(built) ? built : [built];
  const [chunk] = result && 'output' in result ? result.output : [];
  if (chunk?.type !== 'chunk') throw new Error('the reading core was not bundled');
  return chunk.code;
}

/** Reads the sheet that an image shows from a canvas, as a page before a phone's camera does. */
async function readFromCanvas({ source, sheet }: { source: string; sheet: Sheet }) {
  const { omr } = window as unknown as { omr: typeof Omr };
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('there is no canvas');
  context.drawImage(image, 0, 0);
  const { data: rgba } = context.getImageData(0, 0, image.width, image.height);
  const data = new Uint8Array(image.width * image.height);
  for (let at = 0; at < data.length; at += 1) data[at] = rgba[4 * at + 1] ?? 0;
  const page = omr.readSheet({ width: image.width, height: image.height, data }, [omr.prepare(sheet)]);
  return page.status === 'read' ? page : { ...page, questions: [] };
}

test('a browser reads a sheet from a canvas with the same engine', async ({ page }) => {
  const questions = Array.from({ length: 20 }, (_, index) => ({ number: index + 1 }));
  const [sheet] = layout({ title: '단어 시험', questions, paper: 'A5', number_digits: 4 });
  if (!sheet) throw new Error('a layout has a page');
  const code = { exam: 5, sheet: 6, page: 1 };
  const paper = await paperOfPdf(await drawSheets([{ sheet, code }]), 200 / 25.4);
  const { answers } = fillIn(paper, sheet, '2417', randomOf(3));
  const jpeg = await encode({ image: paper, jpeg: 85 });

  await page.goto('about:blank');
  await page.addScriptTag({ content: await script() });
  const source = `data:image/jpeg;base64,${jpeg.toString('base64')}`;
  const reading = await page.evaluate(readFromCanvas, { source, sheet });

  expect(reading).toMatchObject({ status: 'read', code, identity: { number: '2417' } });
  const clear = reading.questions.filter(({ status }) => status !== 'ambiguous');
  expect(clear.length).toBeGreaterThan(17);
  for (const { number, marked } of clear)
    expect([number, marked]).toEqual([number, answers.get(number)?.[0]]);
});
