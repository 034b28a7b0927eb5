/** Stands where outputs have their version. */
export const CAPTIONS = 'captions';

type Made = { readonly id: number; readonly attempt: number; readonly fence: string };

/** Job, attempt and its lease name an output: a late runner can't overwrite its successor, and an address keeps its content. */
export function versionOf(job: Made): string {
  return `${job.id}-${job.attempt}-${job.fence}`;
}

/** Whether that attempt of that job made an output, whichever lease it had. */
export function isMadeBy(version: string, job: Pick<Made, 'id' | 'attempt'>): boolean {
  return version.startsWith(`${job.id}-${job.attempt}-`);
}

/** Where the outputs of all of an academy's videos lie. */
export function outputsBelow(tenantCode: string): string {
  return `media/hls/${tenantCode}/videos/`;
}

/** Where everything of a video's outputs lies. */
export function outputsOf(tenantCode: string, videoId: number): string {
  return `${outputsBelow(tenantCode)}${videoId}/`;
}

/** Where the captions of a video lie: beside its outputs, since they outlive each of them. */
export function captionsOf(tenantCode: string, videoId: number): string {
  return `${outputsOf(tenantCode, videoId)}${CAPTIONS}/`;
}

/** The storage prefix of one output (spec/02, What the worker makes). */
export function prefixOf(tenantCode: string, job: Made & { readonly subject_id: number }): string {
  return `${outputsOf(tenantCode, job.subject_id)}${versionOf(job)}/`;
}
