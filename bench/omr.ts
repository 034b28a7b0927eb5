import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  emptyMeasure,
  encode,
  type Measured,
  measure,
  percent,
  photograph,
  printed,
  randomOf,
  type Source,
  specimens,
  stampCode,
  tableOf,
} from '../packages/omr/corpus/index.ts';
import { record } from './figures.ts';

/** Sheets of each kind and seed; a quick look: OMR_SHEETS=30 npm run bench omr. Seed 2 is never looked at while tuning. */
const each = Number(process.env.OMR_SHEETS ?? 180);
const seeds = [1, 2];
const sources: Source[] = ['scan', 'photo', 'foreign'];

const bars = {
  scan: { exact: 99.9, flagged: 0.5 },
  photo: { exact: 99.5, flagged: 1.5 },
  foreign: { exact: 99.3, flagged: 1.5 },
};
const names = { scan: 'scan', photo: 'phone', foreign: 'foreign' };

const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;

/** What one process takes that does nothing but read files, as the command line tool. */
async function takes(kind: 'scan' | 'photo'): Promise<{ per_s: number; rss_mb: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'seodang-omr-bench-'));
  try {
    const files: string[] = [];
    let sheet: unknown;
    for await (const specimen of specimens({ source: 'scan', seed: 9, from: 10, to: 11 })) {
      sheet = specimen.sheet;
      const random = randomOf(5);
      const paper = await printed(specimen.sheet);
      stampCode(paper, specimen.sheet, { exam: 1, sheet: 1, page: specimen.sheet.page.number });
      const big = await photograph(paper, specimen.sheet.page, 'plain', random, 4032);
      const bytes = kind === 'photo' ? await encode(big) : specimen.bytes;
      const file = join(folder, `${files.length}.jpg`);
      await writeFile(file, bytes);
      files.push(...Array.from({ length: 40 }, () => file));
    }
    await writeFile(join(folder, 'sheet.json'), JSON.stringify(sheet));
    const cli = join(import.meta.dirname, '../packages/omr/cli.ts');
    const args = [cli, 'read', '--stats', '--sheet', join(folder, 'sheet.json'), ...files];
    const output = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
    const { pages, cpu_s, rss_mb } = JSON.parse(output.trim().split('\n').at(-1) ?? '{}');
    return { per_s: round(pages / cpu_s, 1), rss_mb };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const found = new Map<Source, Measured>();
const tables: string[] = [];
for (const source of sources) {
  const all = emptyMeasure();
  for (const seed of seeds) {
    await measure(source, { seed, from: 0, to: source === 'foreign' ? Math.ceil(each / 3) : each }, all);
    console.log(`${source}, seed ${seed}: ${all.total.questions} questions, ${all.total.silent} silent`);
  }
  found.set(source, all);
  tables.push(tableOf(source === 'photo' ? 'photos from a phone' : `${source}s`, all));
  for (const line of all.silent) console.log(`  SILENT ${line}`);
}
await writeFile(
  join(import.meta.dirname, 'OMR.md'),
  ['# How OMR reads the corpus', '', 'Made by `npm run bench omr`.', '', ...tables].join('\n'),
);

const scan = await takes('scan');
const photo = await takes('photo');
const totals = sources.map((source) => found.get(source) ?? emptyMeasure());
const sum = (pick: (measured: Measured) => number) =>
  totals.reduce((all, measured) => all + pick(measured), 0);
record('npm run bench omr', [
  ...sources.flatMap((source) => {
    const { total } = found.get(source) ?? emptyMeasure();
    const what = `${total.questions} questions on ${total.sheets} sheets, two seeds`;
    return [
      {
        name: `omr_${names[source]}_exact_pct`,
        value: round(percent(total.exact, total.questions), 3),
        unit: '%',
        limit: bars[source].exact,
        limit_what: `at least; ${what}`,
      },
      {
        name: `omr_${names[source]}_flagged_pct`,
        value: round(percent(total.flagged, total.questions), 3),
        unit: '%',
        limit: bars[source].flagged,
        limit_what: `at most; questions of ${total.refused} refused pages included`,
      },
    ];
  }),
  {
    name: 'omr_silent_errors',
    value: sum(({ total }) => total.silent),
    unit: 'answers',
    limit: 0,
    limit_what: `at most; of ${sum(({ total }) => total.questions)}, own and foreign sheets`,
  },
  {
    name: 'omr_identity_wrong',
    value: sum(({ total }) => total.identityWrong),
    unit: 'sheets',
    limit: 0,
    limit_what: `at most; of ${sum(({ total }) => total.identities)}, ${sum(({ total }) => total.identityReview)} of them to review`,
  },
  {
    name: 'omr_sheets_per_s_per_core',
    value: scan.per_s,
    unit: '1/s',
    limit: 20,
    limit_what: 'at least; 200-dpi JPEG, decoding included, per second of CPU',
  },
  {
    name: 'omr_photos_per_s_per_core',
    value: photo.per_s,
    unit: '1/s',
    limit: 4,
    limit_what: 'at least; 12-megapixel JPEG, decoding included, per second of CPU',
  },
  {
    name: 'omr_rss_mb',
    value: Math.max(scan.rss_mb, photo.rss_mb),
    unit: 'MB',
    limit: 300,
    limit_what: 'at most; the peak of a process that reads',
  },
]);
