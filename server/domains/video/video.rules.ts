export type VideoStatus = 'PENDING' | 'UPLOADED' | 'PROCESSING' | 'READY' | 'FAILED';

/** What can happen to a video, as the people and programs that cause it would say. */
export type VideoStep = 'accept' | 'reject' | 'claim' | 'finish' | 'fail' | 'retry' | 'reprocess';

const steps: Readonly<Record<VideoStep, Partial<Record<VideoStatus, VideoStatus>>>> = {
  accept: { PENDING: 'UPLOADED' },
  reject: { PENDING: 'FAILED' },
  claim: { UPLOADED: 'PROCESSING', PROCESSING: 'PROCESSING', READY: 'READY' },
  finish: { UPLOADED: 'READY', PROCESSING: 'READY', READY: 'READY' },
  fail: { UPLOADED: 'FAILED', PROCESSING: 'FAILED', READY: 'READY' },
  retry: { FAILED: 'UPLOADED', UPLOADED: 'UPLOADED' },
  reprocess: { READY: 'READY' },
};

/**
 * The one owner of a video's transitions (spec/02, Life of a video): the status after a step, undefined when the step
 * is illegal. A READY video stays playable from its old output while a new one is made, and when that fails.
 */
export function statusAfter(status: VideoStatus, step: VideoStep): VideoStatus | undefined {
  return steps[step][status];
}
