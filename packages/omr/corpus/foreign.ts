import type { Sheet } from '../geometry/geometry.ts';
import { decodeImage } from '../node/decode.ts';
import { type PreparedForeign, prepareForeign, readForeign } from '../read/foreign.ts';
import type { PageReading } from '../read/page.ts';
import { type PhotoKind, photograph } from './degrade-photo.ts';
import { bleedThrough, encode, type ScanKind, scan } from './degrade-scan.ts';
import { type ForeignStock, foreignStock } from './foreign-stock.ts';
import type { Paper } from './ink.ts';
import { type Random, randomOf } from './random.ts';
import { fillIn, type Truth } from './student.ts';

/** What is done to foreign sheets: what is done to ours, without what only rings survive. */
export const foreignKinds = [
  ...(
    [
      'clean',
      'rotated',
      'upside_down',
      '100_dpi',
      '300_dpi',
      'photocopy',
      'faded',
      'gutter_shadow',
      'cropped',
      'scaled',
      'bleed_through',
      'crumpled',
      'jpeg',
      'bilevel',
    ] as const
  ).map((kind): { source: 'scan'; kind: ScanKind } => ({ source: 'scan', kind })),
  ...(
    [
      'plain',
      'perspective',
      'shadow',
      'curled',
      'folded',
      'out_of_focus',
      'dim',
      'sideways',
      'busy_desk',
      'far_away',
      'scanning_app',
    ] as const
  ).map((kind): { source: 'photo'; kind: PhotoKind } => ({ source: 'photo', kind })),
];

export type ForeignSpecimen = {
  name: string;
  kind: (typeof foreignKinds)[number];
  /** As it is marked on the blank, which is not quite where it was printed. */
  sheet: Sheet;
  /** The file of the blank. */
  blank: Uint8Array;
  prepared: PreparedForeign;
  bytes: Uint8Array;
  truth: Truth;
};

/** Sheets of each template, each degraded in another way. */
const copies = 8;

function bothSides(stock: ForeignStock, number: string, random: Random): { paper: Paper; truth: Truth } {
  const paper: Paper = { ...stock.paper, data: stock.paper.data.slice() };
  const truth = fillIn(paper, stock.printed, number, random);
  if (random.chance(0.25)) {
    const back = { ...stock.paper, data: stock.paper.data.slice() };
    fillIn(back, stock.printed, number, random);
    bleedThrough(paper, back, random.between(0.05, 0.14));
  }
  return { paper, truth };
}

/** Sheets without rings, of templates that differ in everything. */
export async function* foreignSpecimens(options: {
  seed: number;
  from: number;
  to: number;
}): AsyncGenerator<ForeignSpecimen> {
  let ready: { template: number; stock: ForeignStock; prepared: PreparedForeign } | undefined;
  for (let index = options.from; index < options.to; index += 1) {
    const template = Math.floor(index / copies);
    if (ready?.template !== template) {
      const stock = await foreignStock(template, randomOf(options.seed * 4099 + template * 17));
      ready = { template, stock, prepared: prepareForeign(stock.sheet, await decodeImage(stock.blank)) };
    }
    const { stock, prepared } = ready;
    const random = randomOf(options.seed * 1_000_003 + index * 7919 + 5);
    const kind = foreignKinds[(index * 7) % foreignKinds.length];
    if (!kind) continue;
    const digits = stock.sheet.number_grid?.length ?? 0;
    const number = digits > 0 ? String(random.whole(0, 10 ** digits - 1)).padStart(digits, '0') : '';
    const { paper, truth } = bothSides(stock, number, random);
    const { page } = stock.printed;
    const picture =
      kind.source === 'photo'
        ? await photograph(paper, page, kind.kind, random)
        : await scan(paper, page, kind.kind, random);
    const name = `foreign-${stock.name.replaceAll(' ', '_')}-${kind.source}-${kind.kind}-${index}`;
    yield {
      name,
      kind,
      sheet: stock.sheet,
      blank: stock.blank,
      prepared,
      bytes: await encode(picture),
      truth,
    };
  }
}

/** Reads one specimen's file. */
export async function readForeignSpecimen(specimen: ForeignSpecimen): Promise<PageReading> {
  return readForeign(await decodeImage(specimen.bytes), specimen.prepared);
}
