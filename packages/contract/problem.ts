import { z } from 'zod';

/** Every way the API can refuse: the wire code (`detail`), its HTTP status and a sentence for people (`title`). */
export const problems = {
  invalid_request: [400, 'The request is not valid; see errors for each field.'],
  invalid_json: [400, 'The body is not valid JSON.'],
  unauthenticated: [401, 'Sign in first.'],
  token_expired_access: [401, 'The access token has expired; refresh it.'],
  sign_in_failed: [401, 'Academy, login or password is wrong.'],
  second_factor_required: [401, 'Enter the code of your authenticator app.'],
  refresh_invalid: [401, 'This sign-in has ended; sign in again.'],
  temporary_password_expired: [401, 'The temporary password has expired; ask the academy for a new one.'],
  wrong_password: [400, 'The password is wrong.'],
  weak_password: [400, 'This password is too easy to guess; choose another.'],
  wrong_code: [400, 'The code is wrong or was used before.'],
  sign_up_closed: [403, 'New academies cannot be opened here.'],
  not_by_api_key: [403, 'An API key may not do this; sign in.'],
  last_owner: [409, 'An academy needs at least one owner.'],
  forbidden: [403, 'Your role may not do this.'],
  password_change_required: [403, 'Change the temporary password first.'],
  not_found: [404, 'There is nothing here, or it is not yours.'],
  conflict: [409, 'This contradicts what is stored now.'],
  already_exists: [409, 'There is one already.'],
  in_use: [409, 'It is still used and cannot be removed.'],
  idempotency_key_reused: [422, 'This Idempotency-Key was used for a different request.'],
  idempotency_in_progress: [409, 'The first request with this Idempotency-Key is still running.'],
  undo_expired: [409, 'This can no longer be undone.'],
  undo_conflict: [409, 'Something changed since; nothing was undone.'],
  import_unreadable: [422, 'This file cannot be read as a class list.'],
  import_outdated: [409, 'The preview is no longer current; look at it again.'],
  import_closed: [409, 'This import was committed already.'],
  payload_too_large: [413, 'The request is too large.'],
  unsupported_media_type: [415, 'This content type is not accepted here.'],
  unprocessable: [422, 'The content cannot be used.'],
  too_many_requests: [429, 'Too many attempts; wait a moment.'],
  internal: [500, 'Something went wrong on our side.'],
  unavailable: [503, 'A part of the system is not available right now; try again.'],
  signature_invalid: [403, 'This address is not valid, or its time is over.'],
  range_not_satisfiable: [416, 'The file is not that long.'],
  storage_full: [507, 'The storage is full; free some space and try again.'],

  unknown_code: [404, 'Nobody has this number.'],
  ambiguous_code: [409, 'Several students have this number; ask at the desk.'],
  no_class_today: [409, 'There is no class today.'],

  lease_owner_mismatch: [409, 'Another runner holds this job now; stop and discard.'],
  lease_owner_mismatch_or_expired: [409, 'The lease is not yours or has run out; stop and discard.'],
  output_missing: [422, 'The result names files that are not in the storage.'],

  invalid_status: [409, 'The video is not in a state that allows this.'],
  source_not_found_or_empty: [409, 'The uploaded file is missing or empty.'],
  replacement_under_way: [409, 'Another source is on its way to this video; cancel it first.'],
  captions_unreadable: [422, 'This file cannot be read as captions; see reason and line.'],
  files_removed: [409, 'The files of this video are gone; upload it again.'],
  video_id_required: [400, 'video_id is required.'],
  video_not_ready: [403, 'The video is not ready yet.'],
  enrollment_mismatch: [403, 'This enrollment does not belong to the video.'],
  no_session_access: [403, 'This enrollment may not enter the session.'],
  blocked: [403, 'Access to this video is blocked.'],
  not_enrolled: [403, 'You are not enrolled in this lecture.'],
  student_profile_not_linked: [403, 'This account is not linked to a student.'],
  instructor_must_use_play_api: [403, 'Staff preview videos by the play endpoint.'],
  device_limit_exceeded: [409, 'Too many devices are in use.'],
  concurrency_limit_exceeded: [409, 'Another playback is running.'],
  token_required: [403, 'The playback token is missing.'],
  invalid_token: [403, 'The playback token is not valid.'],
  token_expired: [403, 'The playback token has expired.'],
  policy_changed: [403, 'The rules of this video changed; refresh.'],
  session_inactive: [409, 'This playback has ended.'],
  playback_revoked: [403, 'This video was stopped for you; the academy decides whether it goes on.'],
  batch_too_large: [413, 'These are too many events at once; send them in several batches.'],
  case_closed: [409, 'This case was decided already.'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof problems;

/** RFC 9457; `detail` carries the machine-readable code, further members are named by the operation. */
export const Problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().optional(),
    request_id: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
