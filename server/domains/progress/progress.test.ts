import { unfolded } from '@seodang/contract/progress-matrix.ts';
import { beforeEach, expect, test } from 'vitest';
import { emit } from '#core/events.ts';
import { attendanceChanged } from '#domains/school/index.ts';
import { videoWatched } from '#domains/video/index.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { publishPolicy } from '#testing/policies.ts';
import { recomputeProgress } from './recompute.ts';

const kit = useApp();
let school: Academy;
let teacher: Person;
let seat: Awaited<ReturnType<Academy['seat']>>;

beforeEach(async () => {
  school = await academy(kit);
  teacher = await school.person('teacher');
  seat = await school.seat(teacher, { date: '2026-01-05' });
});

const get = (path: string, person: Person) =>
  kit.app.inject({ url: `/api/v1/progress/${path}`, headers: person.headers });
const cells = async (person = teacher) =>
  unfolded((await get(`matrix/?lecture=${seat.lecture_id}`, person)).json())[0]?.cells;
const recompute = () => recomputeProgress(school.system(), [seat.enrollment_id]);
const mark = (status: string) =>
  kit.owner.query('update attendance set status = $1 where enrollment_id = $2', [status, seat.enrollment_id]);

async function readyVideo(seconds: number): Promise<number> {
  const { rows } = await kit.owner.query<{ id: number }>(
    `insert into video (tenant_id, session_id, title, "order", status, file_key, hls_path, duration, duration_ms)
     values ($1, $2, 'v', (select count(*) + 1 from video where session_id = $2), 'READY', 'k', 'h', $3, $3 * 1000) returning id`,
    [school.tenant_id, seat.session_id, seconds],
  );
  return rows[0]?.id ?? 0;
}
const watch = (video_id: number, progress: number) =>
  kit.owner.query(
    `insert into video_progress (tenant_id, video_id, enrollment_id, watched_ms, progress) values ($1, $2, $3, 1, $4)
     on conflict (tenant_id, video_id, enrollment_id) do update set progress = $4`,
    [school.tenant_id, video_id, seat.enrollment_id, progress],
  );

test('who never signs in is visible: a session that is due waits for its video', async () => {
  await readyVideo(60);
  await recompute();
  expect(await cells()).toMatchObject([
    { state: 'video_left', attendance_status: 'UNSET', video_progress_rate: 0, codes: ['VIDEO_INCOMPLETE'] },
  ]);
});

test('a session in the future is nobody’s failure, and becomes due with its day, also when nothing ran that day', async () => {
  await readyVideo(60);
  const inDays = (days: number) =>
    kit.owner.query(
      `update class_session set date = ($2::timestamptz at time zone 'Asia/Seoul')::date + $3::int where id = $1`,
      [seat.session_id, kit.clock(), days],
    );
  await inDays(2);
  await recompute();
  expect(await cells()).toMatchObject([{ state: 'not_due', codes: [] }]);

  kit.travel(5 * 86_400);
  await kit.owner.query('update graphile_worker._private_jobs set run_at = now()');
  expect(await kit.runTasks()).toContain('progress.turn_day');
  expect(await cells()).toMatchObject([{ state: 'video_left' }]);
  kit.travel(-5 * 86_400);
});

test('the rate is over all videos of the session, weighted by duration; the lecture’s required rate decides', async () => {
  const [long, short] = [await readyVideo(90), await readyVideo(10)];
  await watch(long, 0.99);
  await recompute();
  expect(await cells()).toMatchObject([{ state: 'video_left', video_progress_rate: 89 }]);
  await watch(short, 0.2);
  await recompute();
  expect(await cells()).toMatchObject([{ state: 'complete', video_progress_rate: 91, codes: [] }]);

  await kit.owner.query('update policy_version set video_required_rate = 95 where lecture_id = $1', [
    seat.lecture_id,
  ]);
  await recompute();
  expect(await cells()).toMatchObject([{ state: 'video_left' }]);
});

test('a lecture that asks for more or less is judged anew, with the evidence as it was', async () => {
  await watch(await readyVideo(100), 0.8);
  await recompute();
  expect(await cells()).toMatchObject([{ state: 'video_left' }]);
  const completion = async () => {
    const { rows } = await kit.owner.query(
      'select completed_at from session_progress where enrollment_id = $1',
      [seat.enrollment_id],
    );
    return rows[0].completed_at;
  };
  const require = async (video_required_rate: number) => {
    await publishPolicy(kit, teacher, seat.lecture_id, { video_required_rate });
    await kit.runTasks();
  };

  await require(75);
  expect(await cells()).toMatchObject([{ state: 'complete', video_progress_rate: 80 }]);
  expect(await completion()).toBeInstanceOf(Date);
  await require(85);
  expect(await cells()).toMatchObject([{ state: 'video_left', video_progress_rate: 80 }]);
  expect(await completion()).toBeNull();
});

test.each([
  ['PRESENT', 'complete'],
  ['LATE', 'complete'],
  ['EARLY_LEAVE', 'complete'],
  ['SUPPLEMENT', 'complete'],
  ['EXCUSED', 'complete'],
  ['ONLINE', 'video_left'],
  ['ABSENT', 'video_left'],
])('%s: the session is %s as long as nothing is watched', async (status, state) => {
  await readyVideo(60);
  await mark(status);
  await recompute();
  expect(await cells()).toMatchObject([{ state, attendance_status: status }]);
});

test('a session without video is complete in this part', async () => {
  await recompute();
  expect(await cells()).toMatchObject([{ state: 'complete', codes: [] }]);
});

test('running it again changes nothing, and the moment of completion stays', async () => {
  const video = await readyVideo(60);
  await watch(video, 1);
  await recompute();
  const rows = async () =>
    (await kit.owner.query('select * from session_progress where enrollment_id = $1', [seat.enrollment_id]))
      .rows;
  const before = await rows();
  expect(before[0].completed_at).toBeInstanceOf(Date);
  kit.travel(60);
  await recompute();
  expect(await rows()).toEqual(before);
});

test('watching, attendance and videos reach the matrix by themselves', async () => {
  const video = await readyVideo(60);
  await watch(video, 0.5);
  await school.system().tx((tx) =>
    emit(tx, videoWatched, {
      video_id: video,
      session_id: seat.session_id,
      enrollment_id: seat.enrollment_id,
    }),
  );
  expect(await kit.runTasks()).toEqual(
    expect.arrayContaining(['events.deliver', 'progress.on_video_watched']),
  );
  expect(await cells()).toMatchObject([{ video_progress_rate: 50 }]);

  await mark('PRESENT');
  const change = {
    attendance_id: 1,
    enrollment_id: seat.enrollment_id,
    before: 'UNSET',
    after: 'PRESENT',
  } as const;
  const { lecture_id, session_id } = seat;
  const occurred_at = kit.clock().toISOString();
  await school.system().tx((tx) =>
    emit(tx, attendanceChanged, {
      lecture_id,
      session_id,
      changes: [change],
      occurred_at,
      tell_after_seconds: null,
    }),
  );
  await kit.runTasks();
  expect(await cells()).toMatchObject([{ state: 'complete', attendance_status: 'PRESENT' }]);
});

test('a session that is closed to a student leaves no verdict behind', async () => {
  await recompute();
  await kit.owner.query('delete from attendance where enrollment_id = $1', [seat.enrollment_id]);
  await kit.owner.query('delete from session_enrollment where enrollment_id = $1', [seat.enrollment_id]);
  expect((await get('session-progress/', teacher)).json().count).toBe(0);
  await recompute();
  expect(await cells()).toMatchObject([{ state: 'none' }]);
});

test('a student sees the own row, a parent the children’s, nobody somebody else’s', async () => {
  const other = await school.seatIn(seat.lecture_id, seat.session_id);
  await recomputeProgress(school.system(), [seat.enrollment_id, other.enrollment_id]);
  const names = async (person: Person) =>
    (await get('mine', person))
      .json()
      .flatMap(({ rows }: { rows: { enrollment_id: number }[] }) => rows.map((row) => row.enrollment_id));
  expect(await names(seat.student)).toEqual([seat.enrollment_id]);
  expect(await names(seat.parent)).toEqual([seat.enrollment_id]);
  expect((await get(`matrix?lecture=${seat.lecture_id}`, seat.student)).statusCode).toBe(403);
  const one = await get(`matrix?lecture=${seat.lecture_id}&enrollment=${other.enrollment_id}`, teacher);
  expect(unfolded(one.json())).toMatchObject([{ enrollment_id: other.enrollment_id, cells: [{}] }]);
  expect((await get(`matrix?lecture=${seat.lecture_id}`, await school.person('teacher'))).statusCode).toBe(
    404,
  );
  const { id } = (await get('session-progress', seat.student)).json().results[0];
  const alone = async (person: Person) => (await get(`session-progress/${id}/`, person)).statusCode;
  expect((await get(`session-progress/${id}`, seat.parent)).json()).toMatchObject({
    ...{ id, enrollment_id: seat.enrollment_id },
  });
  expect([await alone(teacher), await alone(other.student)]).toEqual([200, 404]);
  const list = await get(`session-progress/?lecture=${seat.lecture_id}`, seat.student);
  expect(list.json()).toMatchObject({
    count: 1,
    results: [{ enrollment_id: seat.enrollment_id, exam_passed: true }],
  });
  expect((await get('session-progress/', teacher)).json().count).toBe(2);
});

test('verdicts are found by student, session, lecture or the whole id of an enrollment, and sorted as the source sorts', async () => {
  // The id of one begins with that of the other.
  const before = seat.enrollment_id * 10 - 1;
  await kit.owner.query(`select setval(pg_get_serial_sequence('enrollment', 'id'), $1)`, [before]);
  const other = await school.seatIn(seat.lecture_id, seat.session_id);
  for (const { enrollment_id } of [seat, other]) await recomputeProgress(school.system(), [enrollment_id]);
  await kit.owner.query(`update class_session set title = '극한' where id = $1`, [seat.session_id]);
  await kit.owner.query(`update lecture set title = '미적분 A', name = '월수금' where id = $1`, [
    seat.lecture_id,
  ]);
  await kit.owner.query(
    'update session_progress set completed = false, completed_at = null where enrollment_id = $1',
    [seat.enrollment_id],
  );
  const found = async (path: string) =>
    (await get(path, teacher)).json().results.map((row: { enrollment_id: number }) => row.enrollment_id);
  for (const list of ['session-progress', 'lecture-progress']) {
    for (const word of ['미적분', '월수금'])
      expect(await found(`${list}/?search=${encodeURIComponent(word)}`)).toHaveLength(2);
    expect(await found(`${list}/?search=${seat.enrollment_id}`)).toEqual([seat.enrollment_id]);
    expect(await found(`${list}/?search=${encodeURIComponent('없는 말')}`)).toEqual([]);
    expect(await found(`${list}/`)).toEqual([other.enrollment_id, seat.enrollment_id]);
  }
  expect(await found(`session-progress/?search=${encodeURIComponent('극한')}`)).toHaveLength(2);
  const both = [seat.enrollment_id, other.enrollment_id];
  for (const order of ['id', 'created_at', 'completed'])
    expect(await found(`session-progress/?ordering=${order}`)).toEqual(both);
  for (const order of ['updated_at', 'calculated_at'])
    expect(await found(`session-progress/?ordering=${order}`)).toHaveLength(2);
  for (const order of ['id', 'created_at', 'updated_at', 'completed_sessions'])
    expect(await found(`lecture-progress/?ordering=-${order}`)).toHaveLength(2);
  await kit.owner.query(
    `update lecture_progress set risk_level = 'DANGER', risk_rule = 'CONSECUTIVE_INCOMPLETE' where enrollment_id = $1`,
    [seat.enrollment_id],
  );
  expect(await found('lecture-progress/?ordering=-risk_level')).toEqual(both);
  expect(await found('lecture-progress/?ordering=risk_level')).toEqual(both.toReversed());
  for (const order of ['id', 'created_at', 'updated_at', 'risk_level', 'rule'])
    expect(
      (await get(`risk-logs/?ordering=-${order}&search=${seat.enrollment_id}`, teacher)).statusCode,
    ).toBe(200);
  expect((await get('session-progress/?ordering=exam_score', teacher)).statusCode).toBe(400);
});
