import { ApiProblem, type Input, type Output } from '@seodang/contract/call.ts';
import { getVideo } from '@seodang/contract/video.ts';
import {
  cancelUpload,
  completeUpload,
  getUpload,
  initUpload,
  type UploadPlan,
  uploadPartUrls,
} from '@seodang/contract/video-upload.ts';
import { Meter } from './upload-meter.ts';
import { partsLeft, sendParts } from './upload-parts.ts';
import { persist, problemCodeOf } from './upload-patience.ts';
import type { NamedBlob, World } from './upload-world.ts';

export type UploadForm = Omit<Input<typeof initUpload>['body'], 'filename' | 'size' | 'content_type'>;

type Video = Output<typeof completeUpload>;

export type UploadView = {
  /**
   * `queued`: not begun. `checking`: all was sent, the server looks into the file. `waiting`: it goes on by itself;
   * `trouble` says why.
   */
  phase:
    | 'queued'
    | 'preparing'
    | 'sending'
    | 'waiting'
    | 'paused'
    | 'checking'
    | 'done'
    | 'failed'
    | 'cancelled';
  sent_bytes: number;
  total_bytes: number;
  bytes_per_second: number | undefined;
  seconds_left: number | undefined;
  /** A problem code, or `offline`, or `file_changed`. */
  trouble: string | undefined;
  video_id: number | undefined;
  /** As it is when done: UPLOADED, or FAILED with its reason. */
  video: Video | undefined;
};

type Started = { video_id: number; plan: UploadPlan; arrived: readonly number[] };

/**
 * Uploads a file of any size into a class session. It goes on after a lost network, a pause, and a reload: the same
 * file for the same class session takes up where the server says that it was.
 */
export class Upload {
  readonly #world: World;
  readonly #file: NamedBlob;
  readonly #form: UploadForm;
  readonly #meter = new Meter();
  readonly #listeners = new Set<() => void>();
  readonly #sent = new Map<number, number>();
  #view: UploadView;
  #running = new AbortController();
  /** Settles when the present run has come to rest. */
  #rest: Promise<void> = Promise.resolve();

  constructor(world: World, file: NamedBlob, form: UploadForm) {
    this.#world = world;
    this.#file = file;
    this.#form = form;
    const nothing = { bytes_per_second: undefined, seconds_left: undefined, trouble: undefined };
    const unknown = { video_id: undefined, video: undefined };
    this.#view = { phase: 'queued', sent_bytes: 0, total_bytes: file.size, ...nothing, ...unknown };
  }

  get view(): UploadView {
    return this.#view;
  }

  follow(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins, or goes on after a pause or a failure. */
  start(): void {
    if (!['queued', 'paused', 'failed'].includes(this.#view.phase)) return;
    this.#running = new AbortController();
    this.#show({ phase: 'preparing', trouble: undefined });
    this.#rest = this.#run(this.#running.signal);
  }

  pause(): void {
    if (['done', 'failed', 'cancelled', 'checking'].includes(this.#view.phase)) return;
    this.#running.abort();
    this.#show({ phase: 'paused', trouble: undefined });
  }

  /** Gives the upload up, here and on the server. Throws when the server cannot be told. */
  async cancel(): Promise<void> {
    if (['done', 'cancelled'].includes(this.#view.phase)) return;
    this.#running.abort();
    await this.#rest;
    this.#show({ phase: 'cancelled', trouble: undefined });
    const { video_id } = this.#view;
    this.#remember(undefined);
    if (video_id !== undefined) await this.#world.call(cancelUpload, { params: { id: video_id } });
  }

  async #run(signal: AbortSignal): Promise<void> {
    try {
      const video = await this.#upload(signal);
      this.#remember(undefined);
      this.#show({ phase: 'done', video, trouble: undefined });
    } catch (error) {
      if (signal.aborted) return;
      this.#show({ phase: 'failed', trouble: problemCodeOf(error) });
    }
  }

  async #upload(signal: AbortSignal): Promise<Video> {
    const { video_id, plan, arrived } = await this.#persist(signal, () => this.#takeUp(signal));
    this.#remember(video_id);
    this.#show({ video_id });
    this.#sent.clear();
    for (const number of arrived) this.#sent.set(number, this.#sizeOf(number, plan));
    let left = partsLeft(this.#file, plan.part_size, arrived);
    for (;;) {
      await this.#send({ video_id, plan, arrived }, left, signal);
      const answer = await this.#persist(signal, () => this.#complete(video_id, signal));
      if ('video' in answer) return answer.video;
      left = answer.missing;
    }
  }

  #sizeOf(number: number, { part_size }: UploadPlan): number {
    return Math.min(part_size, this.#file.size - (number - 1) * part_size);
  }

  async #send({ video_id, plan }: Started, left: readonly number[], signal: AbortSignal): Promise<void> {
    this.#show({ phase: 'sending' });
    const onSent = (number: number, bytes: number) => {
      this.#sent.set(number, bytes);
      this.#progress();
    };
    const reports = { onSent, ...this.#troubles('sending') };
    const addresses = async (part_numbers: number[], signal: AbortSignal) => {
      const input = { params: { id: video_id }, body: { part_numbers } };
      return (await this.#world.call(uploadPartUrls, input, { signal })).parts;
    };
    await sendParts({ world: this.#world, file: this.#file, addresses, plan, signal, ...reports }, left);
    this.#show({ phase: 'checking', seconds_left: undefined, bytes_per_second: undefined });
  }

  /** The upload of this file that this browser began and the server still knows, or a new one. */
  async #takeUp(signal: AbortSignal): Promise<Started> {
    const known = this.#view.video_id ?? Number(this.#world.memory.read(this.#memoryKey) ?? 0);
    const before = known > 0 ? await this.#goOn(known, signal) : undefined;
    return before ?? (await this.#begin(signal));
  }

  async #goOn(video_id: number, signal: AbortSignal): Promise<Started | undefined> {
    try {
      const known = await this.#world.call(getUpload, { params: { id: video_id } }, { signal });
      if (known.filename !== this.#file.name || known.size !== this.#file.size) return undefined;
      return { video_id, plan: known.upload, arrived: known.parts.map(({ part_number }) => part_number) };
    } catch (error) {
      if (error instanceof ApiProblem && [403, 404, 409].includes(error.problem.status)) return undefined;
      throw error;
    }
  }

  async #begin(signal: AbortSignal): Promise<Started> {
    const body = { ...this.#form, filename: this.#file.name, size: this.#file.size };
    const { video, upload } = await this.#world.call(initUpload, { body }, { signal });
    return { video_id: video.id, plan: upload, arrived: [] };
  }

  /** An answer that was lost on the way is no failure: the video tells what became of it. */
  async #complete(id: number, signal: AbortSignal): Promise<{ video: Video } | { missing: number[] }> {
    try {
      return { video: await this.#world.call(completeUpload, { params: { id } }, { signal }) };
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.code === 'invalid_status')
        return { video: await this.#world.call(getVideo, { params: { id } }, { signal }) };
      const { missing_parts } = error.problem;
      if (Array.isArray(missing_parts)) return { missing: missing_parts.map(Number) };
      throw error;
    }
  }

  #persist<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return persist(this.#world, signal, this.#troubles(this.#view.phase), work);
  }

  #troubles(phase: UploadView['phase']) {
    return {
      onTrouble: (trouble: string) => {
        this.#meter.reset();
        this.#show({ phase: 'waiting', trouble, bytes_per_second: undefined, seconds_left: undefined });
      },
      onCalm: () => this.#show({ phase, trouble: undefined }),
    };
  }

  #progress(): void {
    const sent_bytes = [...this.#sent.values()].reduce((sum, bytes) => sum + bytes, 0);
    this.#meter.add(this.#world.now(), sent_bytes);
    const seconds_left = this.#meter.secondsLeft(this.#file.size - sent_bytes);
    this.#show({ sent_bytes, bytes_per_second: this.#meter.bytesPerSecond(), seconds_left });
  }

  #show(change: Partial<UploadView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }

  get #memoryKey(): string {
    const { name, size, lastModified } = this.#file;
    return `upload.${this.#form.session}.${name}.${size}.${lastModified}`;
  }

  #remember(video_id: number | undefined): void {
    this.#world.memory.write(this.#memoryKey, video_id === undefined ? undefined : String(video_id));
  }
}
