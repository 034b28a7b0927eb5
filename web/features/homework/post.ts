import { ApiProblem } from '@seodang/contract/call.ts';
import { createSubmission, prepareSubmissionFile } from '@seodang/contract/submissions.ts';
import { FileChanged, mustBeReadable, problemCodeOf } from '../../lib/upload-patience.ts';
import { PartRefused, type World } from '../../lib/upload-world.ts';
import type { Parcel, ParcelFile } from './parcel-store.ts';
import { Postponed, type Told } from './post-told.ts';
import { sendVideo } from './post-video.ts';

/** The server and the device around a parcel, so that it travels in a browser and in a test alike. */
export type PostWorld = World & {
  keep: (parcel: Parcel) => Promise<unknown>;
  drop: (id: string) => Promise<unknown>;
};

export type Outcome = 'sent' | 'later' | 'refused';

/** Sends a parcel as far as it goes now; what has arrived is written down, so that no byte and no submission goes twice. */
export async function post(world: PostWorld, parcel: Parcel, told: Told): Promise<Outcome> {
  try {
    await sendFiles(world, parcel, told);
    told.signal.throwIfAborted();
    await handIn(world, parcel);
    await world.drop(parcel.id);
    return 'sent';
  } catch (error) {
    if (told.signal.aborted) return 'later';
    return settle(world, parcel, error, told);
  }
}

async function sendFiles(world: PostWorld, parcel: Parcel, told: Told): Promise<void> {
  const total = parcel.files.reduce((sum, { blob }) => sum + blob.size, 0);
  let before = 0;
  for (const file of parcel.files) {
    if (!file.file_key) {
      const each = { ...told, onSent: (bytes: number) => told.onSent((before + bytes) / total) };
      file.file_key =
        parcel.source === 'homework_video'
          ? await sendVideo(world, file, () => world.keep(parcel), each)
          : await sendFile(world, file, each);
      await world.keep(parcel);
    }
    before += file.blob.size;
    told.onSent(before / total);
  }
}

async function sendFile(
  { call, put }: PostWorld,
  { name, blob }: ParcelFile,
  { signal, onSent }: Told,
): Promise<string> {
  const body = { filename: name, size: blob.size };
  const { file_key, upload } = await call(prepareSubmissionFile, { body });
  try {
    await put(upload, blob, { signal, onSent });
  } catch (error) {
    if (!signal.aborted) await mustBeReadable(blob);
    throw error;
  }
  return file_key;
}

async function handIn(
  { call }: PostWorld,
  { id, attempt, homework_id, enrollment_id, files, source = 'homework_image' }: Parcel,
): Promise<void> {
  const target = {
    target_type: 'homework' as const,
    target_id: homework_id,
    source,
  };
  const file_keys = files.flatMap(({ file_key }) => file_key ?? []);
  const headers = { 'idempotency-key': `${id}.${attempt}` };
  await call(createSubmission, { body: { enrollment_id, ...target, file_keys } }, { headers });
}

/** What an error means for the parcel: it arrived before, it waits, it is sent anew, or somebody has to look. */
async function settle(
  { keep, drop }: PostWorld,
  parcel: Parcel,
  error: unknown,
  told: Told,
): Promise<Outcome> {
  if (isPassing(error)) {
    told.onTrouble(error instanceof Postponed ? error.code : problemCodeOf(error));
    return 'later';
  }
  if (error instanceof FileChanged) {
    parcel.refused = 'file_changed';
    await keep(parcel);
    return 'refused';
  }
  if (!(error instanceof ApiProblem)) throw error;
  if (error.code === 'already_exists' && error.problem.submission_id) {
    await drop(parcel.id);
    return 'sent';
  }
  parcel.attempt += 1;
  if (error.code === 'unknown_file' && parcel.attempt < 3) {
    // Files that wait for a week are forgotten by the server; this device still has them.
    for (const file of parcel.files) {
      delete file.file_key;
      delete file.upload_id;
    }
    await keep(parcel);
    return 'later';
  }
  parcel.refused = error.code;
  await keep(parcel);
  return 'refused';
}

const passing = ['idempotency_in_progress', 'unauthenticated', 'token_expired_access', 'refresh_invalid'];

function isPassing(error: unknown): boolean {
  if (error instanceof PartRefused || error instanceof Postponed) return true;
  if (!(error instanceof ApiProblem)) return false;
  const { status } = error.problem;
  return status === 0 || status === 429 || status >= 500 || passing.includes(error.code);
}
