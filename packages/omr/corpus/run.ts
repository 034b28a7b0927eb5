import type { Sheet } from '../geometry/geometry.ts';
import { decodeImage } from '../node/decode.ts';
import type { PageReading } from '../read/page.ts';
import { type Prepared, prepare } from '../read/prepare.ts';
import { readSheet } from '../read/read.ts';
import { type PhotoKind, photograph, photoKinds } from './degrade-photo.ts';
import { bleedThrough, encode, type Picture, type ScanKind, scan, scanKinds } from './degrade-scan.ts';
import type { Paper } from './ink.ts';
import { type Random, randomOf } from './random.ts';
import { corpusSheets, paperDensities, printed, stampCode } from './sheets.ts';
import { fillIn, type Truth } from './student.ts';

export type Kind = { source: 'scan'; kind: ScanKind } | { source: 'photo'; kind: PhotoKind };

/** One sheet of the corpus: its file, what the student meant, and what is known of the class. */
export type Specimen = {
  name: string;
  kind: Kind;
  sheet: Sheet;
  prepared: Prepared;
  bytes: Uint8Array;
  truth: Truth;
  enrollment?: number;
  roster: { number: string; enrollment: number }[];
};

type Stock = { sheet: Sheet; prepared: Prepared; paper: Paper };

/** Sheets are drawn and prepared when the first of their copies is wanted. */
function stockOf(): { count: number; at: (index: number, density: number) => Promise<Stock> } {
  const sheets = corpusSheets();
  const made = new Map<string, Promise<Stock>>();
  const ready = sheets.map(() => new Map<'prepared', Prepared>());
  const make = async (index: number, density: number) => {
    const sheet = sheets[index] ?? sheets[0];
    const prepared = ready[index]?.get('prepared') ?? prepare(sheet);
    ready[index]?.set('prepared', prepared);
    return { sheet, prepared, paper: await printed(sheet, density) };
  };
  return {
    count: sheets.length,
    at: (index, density) => {
      const key = `${index} ${density}`;
      const stock = made.get(key) ?? make(index, density);
      made.set(key, stock);
      return stock;
    },
  };
}

/** A class of thirty with numbers in a row, so that each has neighbours that differ in one digit. */
function classOf(digits: number, random: Random) {
  const first = random.whole(1, 10 ** Math.min(8, digits) - 100);
  return Array.from({ length: 30 }, (_, index) => ({
    number: String(first + index).padStart(digits, '0'),
    enrollment: 1000 + index,
  }));
}

async function pictureOf(kind: Kind, stock: Stock, paper: Paper, random: Random): Promise<Picture> {
  const page = stock.sheet.page;
  if (kind.source === 'photo') return photograph(paper, page, kind.kind, random);
  if (kind.kind === 'bleed_through') {
    const back = { ...stock.paper, data: stock.paper.data.slice() };
    fillIn(back, stock.sheet, '0'.repeat(8), random);
    bleedThrough(paper, back, random.between(0.06, 0.16));
  }
  return scan(paper, page, kind.kind, random);
}

const densityFor = ({ kind }: Kind) =>
  kind === '300_dpi' || kind === '400_dpi' || kind === 'bilevel' ? paperDensities.fine : paperDensities.usual;

const kinds: Record<Kind['source'], Kind[]> = {
  scan: scanKinds.map((kind) => ({ source: 'scan', kind })),
  photo: photoKinds.map((kind) => ({ source: 'photo', kind })),
};

/** Draws, marks and degrades sheets, each by its own number, so that any of them can be made again alone. */
export async function* specimens(options: {
  source: Kind['source'];
  seed: number;
  from: number;
  to: number;
}): AsyncGenerator<Specimen> {
  const stock = stockOf();
  for (let index = options.from; index < options.to; index += 1) {
    const random = randomOf(
      options.seed * 1_000_003 + index * 7919 + (options.source === 'photo' ? 3571 : 0),
    );
    const list = kinds[options.source];
    const kind = list[index % list.length];
    if (!kind) continue;
    const which = random.chance(0.7) ? 0 : random.whole(0, stock.count - 1);
    const chosen = await stock.at(which, densityFor(kind));
    const paper: Paper = { ...chosen.paper, data: chosen.paper.data.slice() };
    const digits = chosen.sheet.number_grid?.length ?? 0;
    const roster = classOf(digits, random);
    const student = random.pick([roster[0] ?? { number: '', enrollment: 0 }, ...roster]);
    const named = random.chance(0.3);
    const enrollment = named ? { enrollment: student.enrollment } : {};
    stampCode(paper, chosen.sheet, {
      exam: 77,
      sheet: index + 1,
      page: chosen.sheet.page.number,
      ...enrollment,
    });
    const truth = fillIn(paper, chosen.sheet, student.number, random, named);
    const bytes = await encode(await pictureOf(kind, chosen, paper, random));
    const name = `${options.source}-${kind.kind}-${index}`;
    yield { name, kind, sheet: chosen.sheet, prepared: chosen.prepared, bytes, truth, ...enrollment, roster };
  }
}

/** Reads one specimen's file as any program would that uses this package. */
export async function readSpecimen(specimen: Specimen): Promise<PageReading> {
  return readSheet(await decodeImage(specimen.bytes), [specimen.prepared], { roster: specimen.roster });
}
