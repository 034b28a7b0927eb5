import type { Chapter } from '@seodang/contract/video-chapters.ts';
import { audit } from '#core/audit.ts';
import { publish } from '#core/live.ts';
import { found, refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { mustTeachClassSession } from '#domains/school/index.ts';
import { lockVideo, updateVideo, type VideoRow } from './processing.queries.ts';
import { findVideo } from './videos.queries.ts';

/** The chapters of a row that lie inside its video: one that was replaced by a shorter one keeps the others for later. */
export function chaptersOf({ chapters, duration }: Pick<VideoRow, 'chapters' | 'duration'>): Chapter[] {
  return (chapters as Chapter[]).filter(({ at }) => at === 0 || duration === null || at < duration);
}

export function getChapters(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => ({
    chapters: chaptersOf(found(await findVideo(tx, scope, id))),
  }));
}

/** Sets the chapters of a video, in whatever order they come; each begins at a time of its own, before the end. */
export function setChapters(scope: Scope, id: number, wanted: readonly Chapter[]) {
  return scope.tx(async (tx, scope) => {
    const video = found(await lockVideo(tx, id));
    const { lecture_id } = await mustTeachClassSession(tx, scope, video.session_id);
    mustFit(wanted, video.duration);
    const chapters = wanted.toSorted((a, b) => a.at - b.at);
    await updateVideo(tx, id, { chapters: JSON.stringify(chapters) });
    const about = { action: 'video.set_chapters', subject_type: 'video', subject_id: id } as const;
    await audit(tx, scope, { ...about, before: video.chapters, after: chapters });
    await publish(tx, 'videos', { lecture_id });
    return { chapters };
  });
}

function mustFit(chapters: readonly Chapter[], duration: number | null): void {
  const seen = new Set<number>();
  const errors = chapters.flatMap(({ at }, index) => {
    const isTaken = seen.has(at);
    seen.add(at);
    const pointer = `/chapters/${index}/at`;
    if (isTaken) return [{ pointer, message: 'another chapter begins there' }];
    return duration !== null && at > 0 && at >= duration ? [{ pointer, message: 'after the end' }] : [];
  });
  if (errors.length > 0) refuseFields(...errors);
}
