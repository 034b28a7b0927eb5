import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MatchPayload, type MatchResult } from '@seodang/contract/homework-match.ts';
import type { Handler } from '../kit/attempt.ts';
import { download } from '../kit/download.ts';
import { type Feature, featuresOf, packed, unpacked } from './features.ts';
import { copiesAmong, sharedCorners } from './likeness.ts';

/** Makes `ai.match` jobs: which pages of homework are near copies of pages that were there before. */
export const matchHandler: Handler = async (work): Promise<MatchResult> => {
  const { submission_id, pages, others } = MatchPayload.parse(work.job.payload);
  const before = others.map((other) => ({
    ...other,
    corners: unpacked(Buffer.from(other.features, 'base64')),
  }));
  const result: MatchResult = { submission_id, features: [], twins: [], compared: [] };
  for (const [at, { place, url, bytes }] of pages.entries()) {
    const path = join(work.folder, `page-${place}`);
    await download({ url, bytes, path }, work.signal);
    const own = await featuresOf(await readFile(path)).catch((): Feature[] => []);
    result.features.push({ place, features: packed(own).toString('base64') });
    const compared = before.map(
      ({ corners, enrollment_id: student, submission_id: other_submission_id, place: other_place }) => ({
        ...{ student, other_submission_id, other_place, shared: sharedCorners(own, corners) },
      }),
    );
    for (const { other_submission_id, other_place, likeness } of copiesAmong(own.length, compared))
      result.twins.push({ place, other_submission_id, other_place, likeness });
    work.signal.throwIfAborted();
    work.report((at + 1) / pages.length, `${at + 1} / ${pages.length}`);
  }
  const twins = result.twins.toSorted((a, b) => b.likeness - a.likeness).slice(0, 200);
  const compared = others.map(({ submission_id, place }) => ({ submission_id, place }));
  return { ...result, twins, compared };
};
