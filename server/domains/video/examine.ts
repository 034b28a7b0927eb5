import { findAcademy } from '#core/academy.queries.ts';
import type { Examination, Finding } from '#core/examination.ts';
import type { Storage, StoredObject } from '#core/storage/storage.ts';
import { listLatest } from '#domains/jobs/index.ts';
import * as queries from './examine.queries.ts';
import { outputsBelow, outputsOf } from './processing.rules.ts';
import { TRANSCODE } from './processing-queue.ts';
import { sourcesBelow } from './upload.rules.ts';

/** Files may be written before the row that names them, and are removed after it. */
const FRESH_MS = 24 * 3600 * 1000;

type Row = Awaited<ReturnType<typeof queries.listAllFiles>>[number];
type Held = { keys: Set<string>; orphans: Map<string, number> };

/** Compares the videos of an academy with their files and jobs; reads the list of all files once. */
export function examineVideos(storage: Storage): Examination {
  return async (scope) => {
    const { code, videos, coming, atWork } = await scope.tx(async (tx) => {
      const all = await queries.listAllFiles(tx);
      const ids = all.map(({ id }) => id);
      const jobs = (await listLatest(tx, TRANSCODE, ids)).filter(isAtWork);
      const { code } = await findAcademy(tx);
      const coming = await queries.listReplacementFiles(tx);
      return { code, videos: all, coming, atWork: new Set(jobs.map(({ subject_id }) => subject_id)) };
    });
    const fresh = new Date(scope.now.getTime() - FRESH_MS);
    const held = await filesOf(storage, code, { videos, coming }, fresh);
    const present = videos.filter(({ deleted_at }) => deleted_at === null);
    return [
      ...present.flatMap((video) => faultsOf(video, held.keys, atWork.has(video.id))),
      ...orphansOf(held),
    ];
  };
}

const isAtWork = ({ status }: { status: string }) => status === 'queued' || status === 'leased';

/** Which of the wanted files are there, and what is there that no video wants: a source, or the outputs of one video. */
type Rows = { videos: readonly Row[]; coming: readonly string[] };

async function filesOf(storage: Storage, code: string, { videos, coming }: Rows, fresh: Date): Promise<Held> {
  const wanted = new Set(videos.flatMap(({ file_key, hls_path }) => [file_key, hls_path]));
  const kept = videos.filter(({ files_removed_at }) => files_removed_at === null);
  const owned = new Set([...coming, ...kept.flatMap(({ id, file_key }) => [outputsOf(code, id), file_key])]);
  const held: Held = { keys: new Set(), orphans: new Map() };
  for (const prefix of [sourcesBelow(code), outputsBelow(code)]) {
    for await (const { key, modified_at } of everyObject(storage, prefix)) {
      if (wanted.has(key)) held.keys.add(key);
      const place = prefix === outputsBelow(code) ? folderBelow(prefix, key) : key;
      if (owned.has(place) || modified_at > fresh) continue;
      held.orphans.set(place, (held.orphans.get(place) ?? 0) + 1);
    }
  }
  return held;
}

function folderBelow(prefix: string, key: string): string {
  return key.slice(0, key.indexOf('/', prefix.length) + 1);
}

async function* everyObject(storage: Storage, prefix: string): AsyncGenerator<StoredObject> {
  let cursor: string | undefined;
  do {
    const page = await storage.list(prefix, cursor);
    yield* page.objects;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

function faultsOf(video: Row, keys: ReadonlySet<string>, isWorkedOn: boolean): Finding[] {
  const { id, title, status, error_reason, file_key, hls_path } = video;
  const name = `video ${id} (${title})`;
  const findings: Finding[] = [];
  const isRejected = status === 'FAILED' && error_reason.startsWith('source_');
  if (status === 'READY' && !keys.has(hls_path))
    findings.push({
      what: `${name} does not play: ${hls_path} is not in the storage`,
      mend: `bring the file back from a backup, or make it anew: POST /api/v1/videos/${id}/reprocess`,
    });
  if (status !== 'PENDING' && !isRejected && !keys.has(file_key))
    findings.push({
      what: `${name} cannot be made anew: ${file_key} is not in the storage`,
      mend: 'bring the file back from a backup, or upload the video again',
    });
  if ((status === 'UPLOADED' || status === 'PROCESSING') && !isWorkedOn)
    findings.push({
      what: `${name} is ${status}, and no job works on it`,
      mend: 'remove the video and put it back: that queues the work',
    });
  return findings;
}

function orphansOf({ orphans }: Held): Finding[] {
  return [...orphans].map(([place, count]) => ({
    what: `${place} belongs to no video (${count} file(s))`,
    mend: 'delete it from the storage, where it lies below objects/, if no backup is about to be restored',
  }));
}
