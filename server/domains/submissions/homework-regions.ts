import type { HomeworkPage, RegionCrops, SetHomeworkRegions } from '@seodang/contract/homework-pages.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { mustTeachHomework } from '#domains/exams/index.ts';
import { dropCrops, regionsOn } from './homework-crops.ts';
import { listPages, lockPages } from './homework-pages.queries.ts';
import { areSame } from './homework-pages.rules.ts';
import { shownPages, toldOfPages } from './homework-pages.ts';
import * as queries from './homework-regions.queries.ts';
import { regionChange } from './homework-regions.rules.ts';
import { FILE_URL_SECONDS } from './submissions.rules.ts';

/**
 * Marks where answers are to be written on a reference page, and has photos cut by it. Refuses `conflict` when the regions
 * that are there are others than the caller saw.
 */
export function setHomeworkRegions(
  scope: Scope,
  storage: Storage,
  { id, page_id }: { id: number; page_id: number },
  { regions, removed }: SetHomeworkRegions,
): Promise<{ results: HomeworkPage[] }> {
  return scope.tx(async (tx, scope) => {
    const homework = await mustTeachHomework(tx, scope, id);
    await lockPages(tx, id);
    const page = found((await listPages(tx, [id])).find((one) => one.id === page_id));
    const there = (await regionsOn(tx, [page])).get(page_id) ?? [];
    const seen = [...regions.flatMap((one) => one.id ?? []), ...removed];
    if (new Set(seen).size !== seen.length)
      refuseFields({ pointer: '/regions', message: 'a region is there twice' });
    const ids = there.map((one) => one.id);
    if (!areSame(seen, ids)) refuse('conflict');
    const { kept, added, gone } = regionChange(there, regions);
    await dropCrops(tx, gone);
    await queries.deleteRegions(tx, gone);
    for (const { id, ...set } of kept) await queries.setRegion(tx, id, set);
    const created = { page_id, created_at: scope.now };
    await queries.insertRegions(
      tx,
      added.map((one) => ({ ...one, ...created })),
    );
    const labels = (all: readonly { label: string }[]) => all.map(({ label }) => label);
    const change = { before: labels(there), after: { page: page.label, regions: labels(regions) } };
    const isCut = gone.length + added.length > 0;
    await toldOfPages(tx, scope, homework, { action: 'homework.change_regions', ...change }, isCut);
    return shownPages(tx, storage, id);
  });
}

/** One answer as all students gave it, cut from the photos of what counts. */
export function listRegionCrops(
  scope: Scope,
  storage: Storage,
  { id, region_id }: { id: number; region_id: number },
): Promise<RegionCrops> {
  return scope.tx(async (tx, scope) => {
    await mustTeachHomework(tx, scope, id);
    const regions = await regionsOn(tx, await listPages(tx, [id]));
    found([...regions.values()].flat().find((one) => one.id === region_id));
    const rows = await queries.listCrops(tx, id, region_id);
    const results: RegionCrops['results'] = [];
    const missing: RegionCrops['missing'] = [];
    for (const { submission_id, enrollment_id, student_name, place, covered, crop_key, sight } of rows) {
      const whose = { submission_id, enrollment_id, student_name };
      if (crop_key === null || place === null || covered === null) missing.push(whose);
      else {
        const url = await storage.signedGet(crop_key, FILE_URL_SECONDS);
        results.push({ ...whose, place, covered, sight: sight === 'sure' ? 'sure' : 'perhaps', url });
      }
    }
    return { results, missing };
  });
}
