import { randomUUID } from 'node:crypto';
import type { AuditAction } from '@seodang/contract/audit.ts';
import type { CaptionTrack, VideoCaption } from '@seodang/contract/video-captions.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { decodeText } from '#core/decode-text.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { enqueue } from '#core/tasks.ts';
import { mustTeachClassSession } from '#domains/school/index.ts';
import * as queries from './captions.queries.ts';
import { readCaptions, toWebVtt } from './captions.rules.ts';
import type { Delivery } from './delivery.ts';
import { lockVideo } from './processing.queries.ts';
import { captionsOf } from './processing.rules.ts';
import { clearUpload } from './upload.tasks.ts';
import { findVideo } from './videos.queries.ts';

/** What captions need beside their scope. */
export type CaptionDesk = { storage: Storage; delivery: Delivery };

const MAX_PER_VIDEO = 20;

export function listCaptions(scope: Scope, { delivery }: CaptionDesk, video_id: number) {
  return scope.tx(async (tx, scope) => {
    found(await findVideo(tx, scope, video_id));
    const rows = await queries.listCaptions(tx, video_id);
    return rows.map((row) => toCaption(scope, delivery, row));
  });
}

type Named = { language: string; label: string; filename: string };

/**
 * Adds a WebVTT or SRT file in whatever encoding. Refuses `captions_unreadable` with `reason` and `line`, and
 * `already_exists` where there are captions of this language and label.
 */
export async function addCaption(
  scope: Scope,
  desk: CaptionDesk,
  video_id: number,
  { language, label, filename }: Named,
  bytes: Buffer,
): Promise<VideoCaption> {
  const captions = read(bytes);
  await scope.tx((tx, scope) => mustTakeOneMore(tx, scope, { video_id, language, label }));
  const path = await keep(scope, desk.storage, video_id, captions.text);
  return scope.tx(async (tx, scope) => {
    const { lecture_id } = await mustTakeOneMore(tx, scope, { video_id, language, label });
    const row = { video_id, language, label, filename, path, cues: captions.cues };
    const added = (await queries.insertCaption(tx, row)) ?? refuse('already_exists');
    await tell(tx, scope, 'video.add_caption', { lecture_id, video_id, after: row });
    return toCaption(scope, desk.delivery, added);
  });
}

/** Puts another file in the place of one; who watches keeps what was loaded. */
export async function replaceCaption(
  scope: Scope,
  desk: CaptionDesk,
  id: number,
  filename: string,
  bytes: Buffer,
): Promise<VideoCaption> {
  const { text, cues } = read(bytes);
  const { video_id } = await scope.tx(async (tx, scope) => found(await queries.lockCaption(tx, scope, id)));
  const path = await keep(scope, desk.storage, video_id, text);
  return change(scope, desk, id, { path, cues, filename });
}

export function editCaption(
  scope: Scope,
  desk: CaptionDesk,
  id: number,
  names: { language?: string | undefined; label?: string | undefined },
): Promise<VideoCaption> {
  return change(scope, desk, id, names);
}

type Change = Partial<Named> & { path?: string; cues?: number };
type MaybeChange = { [K in keyof Change]?: Change[K] | undefined };

function change(scope: Scope, { delivery }: CaptionDesk, id: number, to: MaybeChange): Promise<VideoCaption> {
  return scope.tx(async (tx, scope) => {
    const { lecture_id, video_id, ...before } = found(await queries.lockCaption(tx, scope, id));
    const { language = before.language, label = before.label } = to;
    const isRenamed = language !== before.language || label !== before.label;
    if (isRenamed && (await queries.countNamed(tx, { video_id, language, label })) > 0)
      refuse('already_exists');
    const row = await queries.updateCaption(tx, id, { ...to, language, label });
    if (to.path !== undefined) await enqueue(tx, clearUpload, { file_key: before.path, upload_id: null });
    await tell(tx, scope, 'video.edit_caption', { lecture_id, video_id, before, after: to });
    return toCaption(scope, delivery, row);
  });
}

export function removeCaption(scope: Scope, id: number): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const { lecture_id, video_id, ...before } = found(await queries.lockCaption(tx, scope, id));
    await queries.deleteCaption(tx, id);
    await enqueue(tx, clearUpload, { file_key: before.path, upload_id: null });
    await tell(tx, scope, 'video.remove_caption', { lecture_id, video_id, before });
  });
}

type Row = Pick<queries.CaptionRow, 'id' | 'language' | 'label' | 'path'>;

/** Captions as a player of this user needs them. */
export function toTracks(scope: Scope, delivery: Delivery, rows: readonly Row[]): CaptionTrack[] {
  return rows.map(({ id, language, label, path }) => {
    const url = delivery.file(path, userOf(scope).user_id, scope.now) ?? '';
    return { id, language, label, url };
  });
}

function toCaption(scope: Scope, delivery: Delivery, row: queries.CaptionRow): VideoCaption {
  const { path, video_id: video, ...shown } = row;
  return { ...shown, video, url: delivery.file(path, userOf(scope).user_id, scope.now) ?? '' };
}

function read(bytes: Buffer): { text: string; cues: number } {
  const decoded = decodeText(bytes) ?? refuse('captions_unreadable', { reason: 'not_text' });
  const captions = readCaptions(decoded.text);
  if ('fault' in captions) refuse('captions_unreadable', { reason: captions.fault, line: captions.line });
  return { text: toWebVtt(captions.cues), cues: captions.cues.length };
}

/** Before the row that names it: what a crash leaves without one is an orphan, never a row without a file. */
async function keep(scope: Scope, storage: Storage, video_id: number, text: string): Promise<string> {
  const { code } = await scope.tx((tx) => findAcademy(tx));
  const path = `${captionsOf(code, video_id)}${randomUUID()}.vtt`;
  await storage.put(path, Buffer.from(text));
  return path;
}

async function mustTakeOneMore(
  tx: Tx,
  scope: Scope,
  { video_id, language, label }: { video_id: number; language: string; label: string },
) {
  const { session_id } = found(await lockVideo(tx, video_id));
  const lecture = await mustTeachClassSession(tx, scope, session_id);
  const others = await queries.listCaptions(tx, video_id);
  if (others.some((one) => one.language === language && one.label === label)) refuse('already_exists');
  if (others.length >= MAX_PER_VIDEO) refuse('captions_unreadable', { reason: 'too_many_files' });
  return lecture;
}

type Told = { lecture_id: number; video_id: number; before?: unknown; after?: unknown };

async function tell(tx: Tx, scope: Scope, action: AuditAction, { lecture_id, video_id, ...what }: Told) {
  await audit(tx, scope, { action, subject_type: 'video', subject_id: video_id, ...what });
  await publish(tx, 'videos', { lecture_id });
}
