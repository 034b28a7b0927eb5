type Body = Record<string, unknown>;

/** The wire contract of the original's video endpoints as a table; `{name}` stands for what is known by then. */
const video =
  'id session_id title order status duration allow_skip max_speed show_watermark thumbnail_url source_type created_at updated_at';
const page = 'count next previous results';
const permission =
  'id video enrollment student_name rule allow_skip_override max_speed_override show_watermark_override block_speed_control block_seek is_override';
const progress =
  'id video enrollment student_name progress progress_percent last_position completed updated_at';
const playback = 'token session_id expires_at policy play_url';
const event =
  'id video enrollment_id student_name session_id user_id event_type violated violation_reason event_payload policy_snapshot occurred_at received_at severity score';
const student =
  'enrollment student_name attendance_status progress completed rule effective_rule parent_phone student_phone school grade';
export const job = 'video_id file_key tenant_code';

export type Call = {
  as: string;
  ask: string;
  send?: Body;
  status: number;
  /** What the answer (the first of a list) must have. */
  has?: string;
  /** Where in the answer that is. */
  in?: string;
  detail?: string;
  equals?: unknown;
  keep?: Record<string, string>;
};
export const call = (
  as: string,
  ask: string,
  status: number,
  more: Omit<Call, 'as' | 'ask' | 'status'> = {},
): Call => ({
  ...{ as, ask, status },
  ...more,
});
const nested = '/lectures/{lecture}/sessions/{session}/videos';
export const work = '/internal/video-worker';

export const videos: Call[] = [
  call('teacher', 'GET /videos?session={session}&status=READY&search=극한', 200, { has: page }),
  call('teacher', 'GET /videos?session={session}', 200, { in: 'results', has: video }),
  call('student', 'GET /videos', 403, { detail: 'forbidden' }),
  call('teacher', 'GET /videos/{video}', 200, { has: video }),
  call('teacher', 'GET /videos/{none}', 404, { detail: 'not_found' }),
  call('teacher', 'PATCH /videos/{video}', 200, { send: { title: '극한 2' }, has: video }),
  call('teacher', 'PUT /videos/{video}', 200, { send: { title: '극한', max_speed: 1 }, has: video }),
  call('teacher', 'PUT /videos/{video}', 200, {
    send: {
      id: 1,
      session: '{session}',
      title: '극한',
      status: 'FAILED',
      file_key: 'x',
      show_watermark: true,
    },
    in: 'status',
    equals: 'READY',
  }),
  call('teacher', 'PATCH /videos/{video}', 400, { send: { status: 'READY' }, detail: 'invalid_request' }),
  call('teacher', 'POST /videos', 201, {
    send: { session: '{session}', title: '새 영상' },
    has: video,
    keep: { made: 'id' },
  }),
  call('teacher', 'DELETE /videos/{made}', 204),
  call('teacher', 'POST /videos/upload/init', 201, {
    send: {
      session: '{session}',
      title: '미분',
      filename: '미분.mp4',
      content_type: 'video/mp4',
      allow_skip: false,
      max_speed: 1.5,
    },
    has: 'video upload_url file_key content_type',
    keep: { pending: 'video.id' },
  }),
  call('teacher', 'POST /videos/upload/init', 400, { send: { title: '미분' }, detail: 'invalid_request' }),
  call('teacher', 'POST /videos/{pending}/upload/complete', 409, { detail: 'source_not_found_or_empty' }),
  call('teacher', 'POST /videos/{video}/upload/complete', 409, { detail: 'invalid_status' }),
  call('teacher', 'POST /videos/{video}/retry', 409, { detail: 'invalid_status' }),
  call('teacher', 'GET /videos/{video}/stats', 200, { has: 'video students total_filtered' }),
  call('teacher', 'GET /videos/{video}/stats', 200, { in: 'students', has: student }),
  call('teacher', 'GET /videos/{video}/summary?range=24h', 200, {
    has: 'video_id range total_students completed_count completion_rate watched_seconds_est risk_top',
  }),
  call('teacher', 'GET /videos/{video}/summary?range=month', 400, { detail: 'invalid_request' }),
  call('teacher', 'GET /videos/{video}/achievement', 200, {
    in: 'summary',
    has: 'total_students avg_progress completed_rate incomplete_count',
  }),
  call('teacher', 'GET /videos/{video}/achievement', 200, {
    in: 'students',
    has: 'enrollment student_name progress completed watched_seconds status',
  }),
  call('teacher', 'GET /videos/{video}/policy-impact', 200, {
    has: 'enrollment student_name rule effective_rule completed',
  }),
  call('student', 'GET /videos/{video}/policy-impact', 403, { detail: 'forbidden' }),
  call('teacher', `GET ${nested}/{video}`, 200, { has: video }),
  call('teacher', `GET ${nested}/{video}/stats`, 200, { in: 'students', has: student }),
  call('teacher', 'GET /lectures/{none}/sessions/{session}/videos/{video}', 404, { detail: 'not_found' }),
  call('teacher', 'GET /lectures/{lecture}/sessions/{none}/videos/{video}', 404, { detail: 'not_found' }),
  call('student', 'GET /videos/student?session={session}', 200, { has: `${video} can_play reason` }),
  call('student', 'GET /videos/student', 400, { detail: 'invalid_request' }),
  call('teacher', 'GET /videos/student?session={session}', 403, { detail: 'forbidden' }),
  call('nobody', 'GET /videos/student?session={session}', 403, { detail: 'student_profile_not_linked' }),
];

export const rules: Call[] = [
  call('teacher', 'POST /video-permissions', 201, {
    send: { video: '{second}', enrollment: '{enrollment}', rule: 'blocked' },
    has: permission,
    keep: { permission: 'id' },
  }),
  call('teacher', 'POST /video-permissions', 400, {
    send: { video: '{second}', enrollment: '{enrollment}', rule: 'whatever' },
    detail: 'invalid_request',
  }),
  call('teacher', 'GET /video-permissions?video={second}', 200, { in: 'results', has: permission }),
  call('teacher', 'GET /video-permissions/{permission}', 200, { has: permission }),
  call('student', 'POST /playback/start', 403, {
    send: { video_id: '{second}', device_id: 'pc' },
    detail: 'blocked',
  }),
  call('teacher', 'PATCH /video-permissions/{permission}', 200, {
    send: { block_seek: true },
    has: permission,
  }),
  call('teacher', 'PUT /video-permissions/{permission}', 200, {
    send: { video: '{second}', enrollment: '{enrollment}', rule: 'free', is_override: true },
    has: permission,
  }),
  call('teacher', 'DELETE /video-permissions/{permission}', 204),
  call('teacher', 'GET /video-permissions/{permission}', 404, { detail: 'not_found' }),
  call('teacher', 'POST /video-permissions/bulk_set', 200, {
    send: { video_id: '{second}', enrollments: ['{enrollment}'], rule: 'once' },
    has: permission,
  }),
  call('teacher', 'POST /video-permissions/bulk_set', 403, {
    send: { video_id: '{second}', enrollments: ['{stranger}'] },
    detail: 'enrollment_mismatch',
  }),
  call('student', 'POST /video-permissions/bulk_set', 403, {
    send: { video_id: '{second}', enrollments: ['{enrollment}'] },
    detail: 'forbidden',
  }),
];

export const watching: Call[] = [
  call('student', 'POST /playback/start', 400, { send: { device_id: 'pc' }, detail: 'video_id_required' }),
  call('teacher', 'POST /playback/start', 403, {
    send: { video_id: '{video}', device_id: 'pc' },
    detail: 'instructor_must_use_play_api',
  }),
  call('nobody', 'POST /playback/start', 403, {
    send: { video_id: '{video}', device_id: 'pc' },
    detail: 'student_profile_not_linked',
  }),
  call('student', 'POST /playback/start', 403, {
    send: { video_id: '{video}', enrollment_id: '{stranger}', device_id: 'pc' },
    detail: 'enrollment_mismatch',
  }),
  call('student', 'POST /playback/start', 403, {
    send: { video_id: '{pending}', device_id: 'pc' },
    detail: 'video_not_ready',
  }),
  call('student', 'POST /playback/start', 404, {
    send: { video_id: '{none}', device_id: 'pc' },
    detail: 'not_found',
  }),
  call('student', 'POST /playback/start', 201, {
    send: { video_id: '{video}', enrollment_id: '{enrollment}', device_id: 'pc' },
    has: playback,
    keep: { token: 'token' },
  }),
  call('student', 'POST /playback/start', 409, {
    send: { video_id: '{video}', device_id: 'phone' },
    detail: 'concurrency_limit_exceeded',
  }),
  call('student', 'POST /playback/refresh', 200, {
    send: { token: '{token}' },
    has: playback,
    keep: { token: 'token' },
  }),
  call('student', 'POST /playback/heartbeat', 200, { send: { token: '{token}' }, has: 'ok' }),
  call('student', 'POST /playback/heartbeat', 403, { send: {}, detail: 'token_required' }),
  call('student', 'POST /playback/heartbeat', 403, { send: { token: 'forged' }, detail: 'invalid_token' }),
  call('student', 'POST /playback/events', 201, {
    send: { token: '{token}', events: [{ type: 'FOCUS_LOST', occurred_at: 1_700_000_000, payload: {} }] },
    has: 'stored',
  }),
  call('student', 'POST /playback/events', 413, {
    send: { token: '{token}', events: Array.from({ length: 201 }, () => ({ type: 'FOCUS_LOST' })) },
    detail: 'batch_too_large',
  }),
  call('student', 'POST /playback/end', 200, { send: { token: '{token}' }, equals: { ok: true } }),
  call('student', 'POST /playback/heartbeat', 409, {
    send: { token: '{token}' },
    detail: 'session_inactive',
  }),
  call('student', 'POST /playback/events', 409, {
    send: { token: '{token}', events: [] },
    detail: 'session_inactive',
  }),
  call('student', 'POST /playback/refresh', 409, { send: { token: '{token}' }, detail: 'session_inactive' }),
];

export const records: Call[] = [
  call('teacher', 'GET /video-playback-events?video={video}&violated=false&event_type=FOCUS_LOST', 200, {
    in: 'results',
    has: event,
    keep: { event: 'results.0.id' },
  }),
  call('teacher', 'GET /video-playback-events/{event}', 200, { has: event }),
  call('teacher', 'GET /videos/{video}/summary?range=all', 200, {
    in: 'risk_top',
    has: 'enrollment student_name score',
  }),
  call('teacher', 'GET /video-playback-events/risk?video={video}&range=7d&limit=3', 200, {
    has: 'enrollment_id student_name score danger warn info last_occurred_at',
  }),
  call('teacher', 'GET /video-playback-events/risk', 400, { detail: 'invalid_request' }),
  call('teacher', 'GET /video-playback-events/risk?video={video}&limit=x', 400, {
    detail: 'invalid_request',
  }),
  call('teacher', 'GET /video-playback-events/export?video={video}&range=all', 200),
  call('teacher', 'GET /video-playback-events/export', 400, { detail: 'invalid_request' }),
  call('student', 'GET /video-playback-events?video={video}', 403, { detail: 'forbidden' }),
  call('student', 'GET /video-progress?video={video}', 200, {
    in: 'results',
    has: progress,
    keep: { progress: 'results.0.id' },
  }),
  call('student', 'GET /video-progress/{progress}', 200, { has: progress }),
  call('student', 'PATCH /video-progress/{progress}', 403, {
    send: { completed: true },
    detail: 'forbidden',
  }),
  call('teacher', 'PATCH /video-progress/{progress}', 200, { send: { progress: 0.5 }, has: progress }),
  call('teacher', 'PUT /video-progress/{progress}', 200, { send: { completed: true }, has: progress }),
  call('teacher', 'POST /video-progress', 201, {
    send: { video: '{second}', enrollment: '{enrollment}', completed: true },
    has: progress,
  }),
  call('teacher', 'POST /video-progress', 400, {
    send: { video: '{second}', enrollment: '{enrollment}', progress: 5 },
    detail: 'invalid_request',
  }),
];

const output = { hls_path: '{prefix}master.m3u8', duration: 60 };

export const workers: Call[] = [
  call('anonymous', `GET ${work}/next`, 401, { detail: 'unauthenticated' }),
  call('thief', `GET ${work}/next`, 401, { detail: 'unauthenticated' }),
  call('worker', `GET ${work}/next`, 200, { in: 'job', has: job, keep: { prefix: 'job.output_prefix' } }),
  call('other', `GET ${work}/next`, 204),
  call('wordy', `GET ${work}/next`, 400, { detail: 'invalid_request' }),
  call('worker', `POST ${work}/{made}/heartbeat`, 200, {
    send: { progress: 0.5, stage: 'ladder', gpu: false },
    has: 'ok',
  }),
  call('other', `POST ${work}/{made}/heartbeat`, 409, { detail: 'lease_owner_mismatch_or_expired' }),
  call('worker', `POST ${work}/{none}/heartbeat`, 409, { detail: 'lease_owner_mismatch_or_expired' }),
  call('worker', `POST ${work}/{made}/complete`, 400, { send: { duration: 60 }, detail: 'invalid_request' }),
  call('worker', `POST ${work}/{pending}/complete`, 404, { send: output, detail: 'not_found' }),
  call('other', `POST ${work}/{made}/complete`, 409, { send: output, detail: 'lease_owner_mismatch' }),
  call('worker', `POST ${work}/{none}/complete`, 404, { send: output, detail: 'not_found' }),
  call('other', `POST ${work}/{made}/fail`, 409, {
    send: { reason: 'disk' },
    detail: 'lease_owner_mismatch',
  }),
  call('worker', `POST ${work}/{none}/fail`, 404, { send: { reason: 'disk' }, detail: 'not_found' }),
  call('worker', `POST ${work}/{made}/complete`, 200, {
    send: { hls_path: '{prefix}master.m3u8', renditions: 4 },
    equals: { ok: true, reason: 'ok' },
  }),
  call('worker', `POST ${work}/{made}/complete`, 200, {
    send: output,
    equals: { ok: true, reason: 'idempotent' },
  }),
  call('worker', 'POST /internal/videos/{pending}/processing-complete', 404, {
    send: output,
    detail: 'not_found',
  }),
  call('anonymous', 'POST /internal/videos/{made}/processing-complete', 401, {
    send: { hls_path: 'x', duration: 1 },
    detail: 'unauthenticated',
  }),
  call('worker', 'POST /internal/videos/{made}/processing-complete', 200, {
    send: output,
    equals: { ok: true, idempotent: true },
  }),
];
