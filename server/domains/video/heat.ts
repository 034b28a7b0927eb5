import type { VideoHeat } from '@seodang/contract/video-watching.ts';
import { found } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { countAudience, listEdges } from './heat.queries.ts';
import { coverageOf } from './heat.rules.ts';
import { findVideo } from './videos.queries.ts';

/** What of a video its active students watched, left out and watched again, in equal parts; three statements. */
export function videoHeat(scope: Scope, id: number, { parts }: { parts: number }): Promise<VideoHeat> {
  return scope.tx(async (tx, scope) => {
    const { lecture_id, duration_ms } = found(await findVideo(tx, scope, id));
    const counts = await countAudience(tx, { id, lecture_id });
    if (!duration_ms) return { duration: 0, ...counts, parts: [] };
    const edges = await listEdges(tx, { id, lecture_id, duration_ms }, parts);
    const of = (kind: string) =>
      coverageOf(
        edges.filter((edge) => edge.kind === kind),
        parts,
        duration_ms,
      );
    const [watched, reached, rewatched] = [of('watched'), of('reached'), of('rewatched')];
    const seconds = duration_ms / 1000 / parts;
    return {
      duration: duration_ms / 1000,
      ...counts,
      parts: watched.map((share, part) => ({
        from: part * seconds,
        to: (part + 1) * seconds,
        watched: share,
        reached: reached[part] ?? 0,
        rewatched: rewatched[part] ?? 0,
      })),
    };
  });
}
