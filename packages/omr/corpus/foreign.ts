import sharp from 'sharp';
import type { Sheet } from '../geometry/geometry.ts';
import { decodeImage } from '../node/decode.ts';
import { type PreparedForeign, prepareForeign, readForeign } from '../read/foreign.ts';
import type { PageReading } from '../read/page.ts';
import { type PhotoKind, photograph } from './degrade-photo.ts';
import { bleedThrough, encode, type ScanKind, scan } from './degrade-scan.ts';
import { foreignSheet } from './foreign-sheets.ts';
import type { Paper } from './ink.ts';
import { randomOf } from './random.ts';
import { printed } from './sheets.ts';
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
    ] as const
  ).map((kind): { source: 'photo'; kind: PhotoKind } => ({ source: 'photo', kind })),
];

export type ForeignSpecimen = {
  name: string;
  kind: (typeof foreignKinds)[number];
  sheet: Sheet;
  prepared: PreparedForeign;
  bytes: Uint8Array;
  truth: Truth;
};

type Stock = { sheet: Sheet; paper: Paper; prepared: PreparedForeign };

/** The blank is a scan like any other: a little blurred and noisy, of some resolution, stored as a JPEG. */
async function stockOf(seed: number): Promise<Stock> {
  const random = randomOf(seed);
  const sheet = foreignSheet(random);
  const paper = await printed(sheet);
  const dpi = random.pick([150, 200, 200, 300]);
  const raw = { width: paper.width, height: paper.height, channels: 1 as const };
  const scanned = sharp(paper.data, { raw })
    .blur(0.8)
    .resize(Math.round((paper.width * dpi) / 300))
    .jpeg({ quality: 85 });
  return { sheet, paper, prepared: prepareForeign(sheet, await decodeImage(await scanned.toBuffer())) };
}

/** Eight sheets of each template, each degraded in another way. */
const copies = 8;

/** Sheets without rings, of templates that differ in everything. */
export async function* foreignSpecimens(options: {
  seed: number;
  from: number;
  to: number;
}): AsyncGenerator<ForeignSpecimen> {
  let stock: Stock | undefined;
  let made = -1;
  for (let index = options.from; index < options.to; index += 1) {
    const template = Math.floor(index / copies);
    if (!stock || template !== made) stock = await stockOf(options.seed * 4099 + template * 17);
    made = template;
    const random = randomOf(options.seed * 1_000_003 + index * 7919 + 5);
    const kind = foreignKinds[(index * 5) % foreignKinds.length];
    if (!kind) continue;
    const paper: Paper = { ...stock.paper, data: stock.paper.data.slice() };
    const digits = stock.sheet.number_grid?.length ?? 0;
    const number = String(random.whole(0, 10 ** digits - 1)).padStart(digits, '0');
    const truth = fillIn(paper, stock.sheet, digits > 0 ? number : '', random);
    if (random.chance(0.25)) {
      const back = { ...stock.paper, data: stock.paper.data.slice() };
      fillIn(back, stock.sheet, number, random);
      bleedThrough(paper, back, random.between(0.05, 0.14));
    }
    const { page } = stock.sheet;
    const picture =
      kind.source === 'photo'
        ? await photograph(paper, page, kind.kind, random)
        : await scan(paper, page, kind.kind, random);
    const name = `foreign-${template}-${kind.source}-${kind.kind}-${index}`;
    yield { name, kind, sheet: stock.sheet, prepared: stock.prepared, bytes: await encode(picture), truth };
  }
}

/** Reads one specimen's file. */
export async function readForeignSpecimen(specimen: ForeignSpecimen): Promise<PageReading> {
  return readForeign(await decodeImage(specimen.bytes), specimen.prepared);
}
