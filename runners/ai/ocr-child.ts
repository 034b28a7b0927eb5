import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { RawLine } from './ocr-reader.ts';

/** The other half of ocr-reader.ts: reads one picture after the other, and goes with its parent. */
const require = createRequire(import.meta.url);
type Paragraph = { lines: RawLine[] };
type Page = { blocks: { paragraphs: Paragraph[] }[] | null };
type Library = {
  OEM: { LSTM_ONLY: number };
  createWorker(
    languages: string[],
    engine: number,
    options: object,
  ): Promise<{
    recognize(path: string, options: object, output: object): Promise<{ data: Page }>;
  }>;
};
const { createWorker, OEM } = require('tesseract.js') as Library;
const [, , folder = '.'] = process.argv;
const languages = ['kor', 'eng'];

/** The data of all languages in one place, as the library wants it; from the packages, nothing is fetched. */
async function dataFolder(): Promise<string> {
  const path = await mkdtemp(join(folder, 'languages-'));
  for (const language of languages) {
    const home = dirname(require.resolve(`@tesseract.js-data/${language}/package.json`));
    const name = `${language}.traineddata.gz`;
    await symlink(join(home, '4.0.0_best_int', name), join(path, name));
  }
  return path;
}

const data = await dataFolder();
const worker = await createWorker(languages, OEM.LSTM_ONLY, {
  ...{ langPath: data, cacheMethod: 'none', gzip: true },
  errorHandler: () => undefined,
});
await rm(data, { recursive: true });

process.on('message', (path: string) => {
  worker.recognize(path, {}, { text: false, blocks: true }).then(
    ({ data: page }) => process.send?.({ lines: linesOf(page) }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });

function linesOf({ blocks }: Page) {
  const lines = (blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap((one) => one.lines));
  return lines.map((line) => ({
    ...{ text: line.text.trim(), confidence: line.confidence, bbox: line.bbox },
    words: line.words.map(({ text, confidence, bbox }) => ({ text, confidence, bbox })),
  }));
}
