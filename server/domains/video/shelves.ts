import type { Tx } from '#core/db.ts';
import type { Needing, Shelf } from '#core/storage/shelf.ts';
import { listLatest } from '#domains/jobs/index.ts';
import * as queries from './examine.queries.ts';
import { isAtWork } from './examine.ts';
import { CAPTIONS, outputsBelow } from './processing.rules.ts';
import { TRANSCODE } from './processing-queue.ts';
import { sourcesBelow } from './upload.rules.ts';

const sources: Shelf = {
  subject_type: 'video',
  prefix: sourcesBelow,
  placeOf: (key) => key,
  owned: async (tx, places) => new Set(await queries.listKnownSources(tx, places)),
  needing: (tx, after, limit) => needing(tx, after, limit, sourceOf),
};

/** Each output is a folder of its video's folder; the captions are another. */
const outputs: Shelf = {
  subject_type: 'video',
  prefix: outputsBelow,
  placeOf(key, prefix) {
    const [video, version, ...file] = key.slice(prefix.length).split('/');
    return file.length > 0 ? `${prefix}${video}/${version}/` : key;
  },
  owned: ownedOutputs,
  needing: (tx, after, limit) => needing(tx, after, limit, outputOf),
};

export const videoShelves: readonly Shelf[] = [sources, outputs];

/** What is shown, the captions, and whatever a runner may be writing. */
async function ownedOutputs(tx: Tx, places: readonly string[], prefix: string): Promise<ReadonlySet<string>> {
  const parts = places.map((place) => {
    const [id = '', version = ''] = place.slice(prefix.length).split('/');
    return { place, id: /^[0-9]{1,15}$/.test(id) ? Number(id) : 0, version };
  });
  const ids = [...new Set(parts.map(({ id }) => id))];
  const shown = new Map((await queries.listOutputs(tx, ids)).map((row) => [row.id, row.output_version]));
  const jobs = (await listLatest(tx, TRANSCODE, ids)).filter(isAtWork);
  const atWork = new Set(jobs.map(({ subject_id }) => subject_id));
  const isOwned = ({ id, version }: (typeof parts)[number]) =>
    shown.has(id) && (atWork.has(id) || version === CAPTIONS || version === shown.get(id));
  return new Set(parts.filter(isOwned).map(({ place }) => place));
}

async function needing(
  tx: Tx,
  after: number,
  limit: number,
  filesOf: (video: queries.Placed) => Needing['files'],
): Promise<Needing[]> {
  const videos = await queries.listPlaced(tx, after, limit);
  return videos.map((video) => ({ id: video.id, name: video.title, files: filesOf(video) }));
}

function sourceOf({ status, error_reason, file_key }: queries.Placed): Needing['files'] {
  const isRejected = status === 'FAILED' && error_reason.startsWith('source_');
  return status === 'PENDING' || isRejected ? [] : [{ key: file_key, kind: 'missing_source' }];
}

function outputOf({ status, hls_path }: queries.Placed): Needing['files'] {
  return status === 'READY' ? [{ key: hls_path, kind: 'missing_output' }] : [];
}
