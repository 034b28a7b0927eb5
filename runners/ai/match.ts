import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MatchPayload, type MatchResult, MOST_CROPS } from '@seodang/contract/homework-match.ts';
import type { Handler, Work } from '../kit/attempt.ts';
import { download } from '../kit/download.ts';
import { type Feature, featuresOf, packed, unpacked } from './features.ts';
import { copiesAmong, sharedCorners } from './likeness.ts';
import { placeAmong } from './page-place.ts';
import { type PagePrint, printOf } from './page-print.ts';
import { cropsOf } from './region-crops.ts';

/** Makes `ai.match` jobs: which pages of the homework photos show, and which are near copies of photos that were there before. */
export const matchHandler: Handler = async (work): Promise<MatchResult> => {
  const { submission_id, pages, others, references } = MatchPayload.parse(work.job.payload);
  const before = others.map((other) => ({
    ...other,
    corners: unpacked(Buffer.from(other.features, 'base64')),
  }));
  const printed = await printsOf(work, references);
  const result = {
    ...emptyResult(submission_id),
    references: references.map(({ id }) => id),
    regions: references.flatMap(({ regions }) => regions.map(({ id }) => id)),
  };
  for (const [at, { place, url, bytes }] of pages.entries()) {
    const path = join(work.folder, `page-${place}`);
    await download({ url, bytes, path }, work.signal);
    const photo = await readFile(path);
    const own = await featuresOf(photo).catch((): Feature[] => []);
    result.features.push({ place, features: packed(own).toString('base64') });
    const compared = before.map(
      ({ corners, enrollment_id: student, submission_id: other_submission_id, place: other_place }) => ({
        ...{ student, other_submission_id, other_place, shared: sharedCorners(own, corners) },
      }),
    );
    for (const { other_submission_id, other_place, likeness } of copiesAmong(own.length, compared))
      result.twins.push({ place, other_submission_id, other_place, likeness });
    if (printed.length > 0) {
      const seen = await shownBy(photo, place, printed);
      result.shown.push(seen);
      await keepCrops(work, result, photo, { seen, references });
    }
    work.signal.throwIfAborted();
    work.report((at + 1) / pages.length, `${at + 1} / ${pages.length}`);
  }
  const twins = result.twins.toSorted((a, b) => b.likeness - a.likeness).slice(0, 200);
  const compared = others.map(({ submission_id, place }) => ({ submission_id, place }));
  return { ...result, twins, compared };
};

const emptyResult = (submission_id: number): MatchResult => ({
  ...{ submission_id, features: [], twins: [], compared: [], references: [], shown: [] },
  ...{ regions: [], crops: [], files: [] },
});

type Shown = MatchResult['shown'][number];
type Sighting = { seen: Shown; references: MatchPayload['references'] };

/** Cuts the answers of a page out of the photo that shows it, as far as there is room for them. */
async function keepCrops(
  { uploads }: Work,
  result: MatchResult,
  photo: Buffer,
  { seen, references }: Sighting,
): Promise<void> {
  if (seen.sight === 'none') return;
  const regions = references.find(({ id }) => id === seen.page_id)?.regions ?? [];
  const room = MOST_CROPS - result.crops.length;
  for (const { region_id, covered, body } of await cropsOf(photo, seen.corners, regions.slice(0, room))) {
    const file = `crop-${seen.place}-${region_id}.jpg`;
    await uploads.add({ name: file, content_type: 'image/jpeg', body });
    result.files.push({ name: file, bytes: body.byteLength });
    result.crops.push({ place: seen.place, region_id, covered, file });
  }
}

type Printed = { id: number; print: PagePrint };

/** Prints of pages that were compared with lately: a class hands in photos of the same few. */
const lately = new Map<number, PagePrint>();
const most_kept = 60;

async function printsOf(work: Work, references: MatchPayload['references']): Promise<Printed[]> {
  const printed: Printed[] = [];
  for (const { id, url, bytes } of references) {
    const print = lately.get(id) ?? (await printOfPage(work, { id, url, bytes }));
    lately.delete(id);
    lately.set(id, print);
    printed.push({ id, print });
    const [oldest] = lately.keys();
    if (lately.size > most_kept && oldest !== undefined) lately.delete(oldest);
  }
  return printed;
}

async function printOfPage(
  { folder, signal }: Work,
  { id, url, bytes }: { id: number; url: string; bytes: number },
) {
  const path = join(folder, `reference-${id}`);
  await download({ url, bytes, path }, signal);
  return printOf(await readFile(path));
}

/** A photo that cannot be opened shows nothing. */
async function shownBy(photo: Buffer, place: number, pages: readonly Printed[]): Promise<Shown> {
  const nothing = { place, sight: 'none' as const, page_id: null, covered: 0, corners: null };
  const own = await printOf(photo).catch(() => undefined);
  if (!own) return nothing;
  const seen = placeAmong(
    own,
    pages.map(({ print }) => print),
  );
  const page = seen.sight === 'none' ? undefined : pages[seen.at];
  if (seen.sight === 'none' || !page) return nothing;
  const { sight, covered, corners } = seen;
  return { place, sight, page_id: page.id, covered, corners };
}
