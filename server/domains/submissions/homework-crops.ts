import type { MatchPayload, MatchResult } from '@seodang/contract/homework-match.ts';
import type { HomeworkRegion } from '@seodang/contract/homework-pages.ts';
import type { Tx } from '#core/db.ts';
import { areSame } from './homework-pages.rules.ts';
import { listCropKeys, listRegions, newestCut, replaceCrops } from './homework-regions.queries.ts';
import { toRegion } from './homework-regions.rules.ts';
import { dropLater } from './pages.ts';

type Regions = ReadonlyMap<number, HomeworkRegion[]>;

/** Where answers are to be written, by page. */
export async function regionsOn(tx: Tx, pages: readonly { id: number }[]): Promise<Regions> {
  const ids = pages.map(({ id }) => id);
  const rows = Map.groupBy(await listRegions(tx, ids), ({ page_id }) => page_id);
  return new Map(ids.map((id) => [id, (rows.get(id) ?? []).map(toRegion)]));
}

/** By what a runner cuts photos of these pages. */
export async function cutsOf(tx: Tx, pages: readonly { id: number }[]) {
  const regions = await regionsOn(tx, pages);
  return (id: number): MatchPayload['references'][number]['regions'] =>
    (regions.get(id) ?? []).map(({ id, box }) => ({ id, box }));
}

/** What was cut by these regions goes with them. */
export async function dropCrops(tx: Tx, region_ids: readonly number[]): Promise<void> {
  await dropLater(tx, await listCropKeys(tx, region_ids));
}

/** What was cut from the photos of a version that no longer counts goes: nobody sees it any more. */
export async function dropCropsOf(tx: Tx, submission_id: number): Promise<void> {
  await dropLater(tx, await replaceCrops(tx, submission_id, []));
}

type Cut = {
  job_id: number;
  submission: { id: number; superseded_at: Date | null };
  pages: readonly { id: number }[];
  photos: readonly { place: number }[];
  keyOf: (file: string) => string;
  created_at: Date;
};

/**
 * Keeps what was cut from the photos of a submission, by regions that are still there; nothing of a version that no
 * longer counts, of a job that is older than what is there, or of a runner that does not know how to cut. Returns
 * whether nothing is left to be cut.
 */
export async function keepCrops(
  tx: Tx,
  { job_id, submission, pages, photos, keyOf, created_at }: Cut,
  { crops, regions: cutBy }: MatchResult,
): Promise<boolean> {
  const { id: submission_id, superseded_at } = submission;
  const made = crops.map(({ file }) => keyOf(file));
  if (!cutBy || superseded_at !== null || (await newestCut(tx, submission_id)) > job_id) {
    await dropLater(tx, made);
    return true;
  }
  const there = [...(await regionsOn(tx, pages)).values()].flat().map(({ id }) => id);
  const isReal = ({ place, region_id }: MatchResult['crops'][number]) =>
    there.includes(region_id) && photos.some((photo) => photo.place === place);
  const kept = crops.filter(isReal).map(({ place, region_id, covered, file }) => ({
    ...{ job_id, submission_id, place, region_id, covered, created_at },
    crop_key: keyOf(file),
  }));
  const before = await replaceCrops(tx, submission_id, kept);
  const stays = new Set(kept.map(({ crop_key }) => crop_key));
  await dropLater(
    tx,
    [...before, ...made].filter((key) => !stays.has(key)),
  );
  return areSame(cutBy, there);
}
