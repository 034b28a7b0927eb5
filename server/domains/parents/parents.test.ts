import { expect, test } from 'vitest';
import { clockIn, dayIn } from '#core/calendar.rules.ts';
import { ask } from '#testing/ask.ts';
import { addStudent, classroom } from '#testing/classroom.ts';
import { academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
const HOUR = 3600;
const DAY_MS = 86_400_000;
const day = (days: number) => dayIn('Asia/Seoul', new Date(kit.clock().getTime() + days * DAY_MS));

/** Two siblings in one lecture with classes today, tomorrow and next week, and the parent of both. */
async function siblings() {
  const school = await academy(kit);
  const room = await classroom(kit, school, { session_count: 0, room: '301호' });
  const parent = await school.person('parent');
  const [child, sibling] = room.pupils.map(({ student_id }) => student_id) as [number, number];
  for (const student_id of [child, sibling])
    await kit.owner.query('insert into guardianship (tenant_id, student_id, user_id) values ($1, $2, $3)', [
      school.tenant_id,
      student_id,
      parent.user_id,
    ]);
  const sessions: number[] = [];
  for (const days of [0, 1, 8]) {
    const times = { date: day(days), starts_at: '18:00', ends_at: '20:00' };
    const { body } = await ask(kit, room.owner, `POST /lectures/${room.lecture_id}/sessions`, times);
    sessions.push(body.id);
  }
  const as =
    (person: { headers: Record<string, string> }) => (request: Parameters<typeof ask>[2], body?: object) =>
      ask(kit, person, request, body);
  const settings = { quiet_from: null, quiet_until: null };
  await ask(kit, room.owner, 'PATCH /notices/settings', settings);
  return { school, ...room, parent, child, sibling, sessions, desk: as(room.owner), family: as(parent) };
}
type Siblings = Awaited<ReturnType<typeof siblings>>;

/** Marks the child absent today and opens the link of the message. */
async function linkOfAbsence({ desk, child, sessions }: Siblings) {
  const { body } = await desk(`GET /sessions/${sessions[0]}/attendance`);
  const row = body.results.find(({ student_id }: { student_id: number }) => student_id === child);
  await desk(`PATCH /attendance/${row.id}`, { status: 'ABSENT' });
  await kit.runTasks();
  await kit.owner.query('update graphile_worker._private_jobs set run_at = now()');
  await kit.runTasks();
  const [notice] = (await desk('GET /dev/outbox')).body.results;
  const token = /#(\S+)/.exec(notice.text)?.[1] ?? '';
  const visitor = { headers: { authorization: `Bearer ${token}` } };
  return {
    notice,
    attendance_id: row.id as number,
    byLink: (request: Parameters<typeof ask>[2], payload?: object) => ask(kit, visitor, request, payload),
  };
}

test('the link of a message opens the page of that child alone, without a password, and asks for an excuse', async () => {
  const family = await siblings();
  const { child, sibling, sessions } = family;
  const { notice, byLink } = await linkOfAbsence(family);
  expect(notice).toMatchObject({ template: 'absence', status: 'sent', link: { opened_at: null } });

  expect((await byLink('GET /family')).body).toMatchObject({ student_id: child });
  const page = await byLink(`GET /family/children/${child}`);
  expect(page.body).toMatchObject({ name: '김민준', lectures: [{ absent: 1, due_sessions: 1 }] });
  expect((await byLink(`GET /family/children/${child}/report`)).body).toMatchObject({ held: 1, attended: 0 });
  expect((await byLink(`GET /family/children/${sibling}`)).status).toBe(404);
  expect((await byLink(`GET /family/children/${sibling}/report`)).status).toBe(404);
  expect((await byLink(`GET /children/${child}/glance`)).status).toBe(403);
  expect((await byLink('GET /students')).status).toBe(403);

  const excuse = { session_id: sessions[0], kind: 'excuse', reason: '독감' };
  expect((await byLink(`POST /family/children/${sibling}/requests`, excuse)).status).toBe(404);
  expect(await byLink(`POST /family/children/${child}/requests`, excuse)).toMatchObject({
    ...{ status: 201, body: { status: 'open', by_link: true, reason: '독감' } },
  });
  expect(await byLink(`POST /family/children/${child}/requests`, excuse)).toMatchObject({
    ...{ status: 409, body: { detail: 'already_exists' } },
  });
});

test('a link ends after a day, or when the desk closes it; who tries many that nobody has must wait', async () => {
  const family = await siblings();
  const { byLink, notice } = await linkOfAbsence(family);
  expect((await family.desk(`POST /notices/${notice.id}/revoke-link`)).status).toBe(200);
  expect((await byLink('GET /family')).status).toBe(401);

  const later = await siblings();
  const link = await linkOfAbsence(later);
  kit.travel(23 * HOUR);
  expect((await link.byLink('GET /family')).status).toBe(200);
  kit.travel(2 * HOUR);
  expect((await link.byLink('GET /family')).status).toBe(401);

  const nobodys = { headers: { authorization: `Bearer family_${later.school.tenant_id}_${'x'.repeat(43)}` } };
  const answers: number[] = [];
  for (let tries = 0; tries < 25; tries++) answers.push((await ask(kit, nobodys, 'GET /family')).status);
  expect([answers[0], answers.at(-1)]).toEqual([401, 429]);
});

test('an excuse that the desk approves marks the absence; the calendar says so and keeps its address', async () => {
  const family = await siblings();
  const { family: home, desk, child, sibling, sessions, lecture_id } = family;
  const { address } = (await home(`POST /children/${child}/calendar`)).body;
  const calendar = (url: string) => ask(kit, { headers: {} }, `GET /${url.split('/api/v1/')[1]}`);
  const events = async (url: string) => (await calendar(url)).reply.body.replaceAll('\r\n ', '');
  const before = await events(address);
  expect((await calendar(address)).reply.headers['content-type']).toContain('text/calendar');
  expect(before.match(/BEGIN:VEVENT/g)).toHaveLength(3);
  expect(before).toContain('LOCATION:301호');

  const excuse = { session_id: sessions[1], kind: 'excuse', reason: '가족 행사' };
  const { body: asked } = await home(`POST /children/${child}/requests`, excuse);
  expect((await home(`POST /family-requests/${asked.id}/approve`, {})).status).toBe(403);
  expect((await desk('GET /family-requests?status=open')).body.results).toMatchObject([
    { reason: '가족 행사' },
  ]);
  expect((await desk(`POST /family-requests/${asked.id}/approve`, { answer: '잘 다녀오세요' })).status).toBe(
    200,
  );
  expect((await desk(`POST /family-requests/${asked.id}/refuse`, { answer: '아니요' })).status).toBe(409);
  const rows = (await desk(`GET /sessions/${sessions[1]}/attendance`)).body.results;
  expect(rows.find(({ student_id }: { student_id: number }) => student_id === child).status).toBe('EXCUSED');

  const makeUp = { session_id: sessions[1], kind: 'make_up', reason: '보강 부탁드립니다' };
  const { body: wanted } = await home(`POST /children/${child}/requests`, makeUp);
  expect((await desk(`POST /family-requests/${wanted.id}/approve`, {})).status).toBe(400);
  const elsewhere = { make_up: { session_id: sessions[2] } };
  expect((await desk(`POST /family-requests/${wanted.id}/approve`, elsewhere)).status).toBe(400);
  const times = { date: day(3), starts_at: '14:00', ends_at: '16:00' };
  const { body: given } = await desk(`POST /family-requests/${wanted.id}/approve`, { make_up: times });
  expect(given).toMatchObject({ status: 'approved', make_up: { date: day(3), starts_at: '14:00' } });

  const after = await events(address);
  const uids = (text: string) => [...text.matchAll(/^UID:(.+)$/gm)].map(([, uid]) => uid);
  expect(uids(after)).toEqual(expect.arrayContaining(uids(before)));
  expect(uids(after)).toHaveLength(4);
  expect(after.match(/STATUS:CANCELLED/g)).toHaveLength(1);
  const siblings_ = (await home(`POST /children/${sibling}/calendar`)).body.address;
  expect(uids(await events(siblings_))).toHaveLength(3);
  expect((await desk(`GET /lectures/${lecture_id}/sessions`)).body.count).toBe(4);
  const later = await addStudent(kit, family.school, '늦은 학생');
  await desk('POST /enrollments', { lecture_id, student_id: later });
  const seats = async (id: number) =>
    (await desk(`GET /sessions/${id}/attendance`)).body.results.map(
      (row: { student_id: number }) => row.student_id,
    );
  expect(await seats(given.make_up.session_id)).toEqual([child]);
  expect(await seats(sessions[2] ?? 0)).toContain(later);

  await kit.runTasks();
  const told = (await desk('GET /dev/outbox')).body.results.map(({ text }: { text: string }) => text);
  expect(told).toEqual([
    expect.stringContaining('보강이 정해졌습니다.'),
    expect.stringContaining('결석 사유를 인정했습니다. "잘 다녀오세요"'),
  ]);

  const renewed = (await home(`POST /children/${child}/calendar`)).body.address;
  expect((await home(`GET /children/${child}/calendar`)).body.address).toBe(renewed);
  expect([(await calendar(address)).status, (await calendar(renewed)).status]).toEqual([404, 200]);
});

test('families see and decide only what is theirs', async () => {
  const { school, family: home, desk, child, sessions } = await siblings();
  const strangers: Person[] = [await school.person('parent'), await (await academy(kit)).person('parent')];
  for (const stranger of strangers)
    for (const path of ['glance', 'report', 'report.pdf', 'calendar'])
      expect((await ask(kit, stranger, `GET /children/${child}/${path}`)).status, path).toBe(404);
  const request = { session_id: sessions[0], kind: 'make_up', reason: '여행' };
  const { body: asked } = await home(`POST /children/${child}/requests`, request);
  const teacher = await school.person('teacher');
  expect((await ask(kit, teacher, 'GET /family-requests')).body.count).toBe(0);
  expect((await ask(kit, teacher, `POST /family-requests/${asked.id}/refuse`, { answer: 'x' })).status).toBe(
    404,
  );
  expect((await ask(kit, strangers[0]!, `POST /family-requests/${asked.id}/withdraw`)).status).toBe(404);
  expect((await home(`POST /family-requests/${asked.id}/withdraw`)).body.status).toBe('withdrawn');
  expect((await desk(`POST /family-requests/${asked.id}/refuse`, { answer: '늦음' })).status).toBe(409);
  const other = await addStudent(kit, school, '남의 아이');
  expect((await home(`POST /children/${other}/requests`, request)).status).toBe(404);
});

test('on Friday evening each family is told of the week once, and the report stays as it was sent', async () => {
  const toFriday = (5 - new Date(`${day(0)}T00:00:00Z`).getUTCDay() + 7) % 7 || 7;
  kit.travel(toFriday * 24 * HOUR);
  const [hours = 0, minutes = 0] = clockIn('Asia/Seoul', kit.clock()).split(':').map(Number);
  kit.travel((18 - hours) * HOUR - minutes * 60);
  const { family: home, desk, child, sessions } = await siblings();
  const { body } = await desk(`GET /sessions/${sessions[0]}/attendance`);
  await desk(`PATCH /attendance/${body.results[0].id}`, { status: 'PRESENT' });
  await kit.owner.query(
    `insert into clinic_link (tenant_id, enrollment_id, session_id, reason, cause, opened_at, created_at, updated_at)
     select e.tenant_id, e.id, $2, 'TEACHER_RECOMMEND', 'TEACHER_RECOMMEND', now(), now(), now() from enrollment e where e.student_id = $1`,
    [child, sessions[0]],
  );
  const live = (await home(`GET /children/${child}/report`)).body;
  expect(live.clinic).toMatchObject([{ state: 'open', starts_at: null }]);
  expect(live).toMatchObject({ is_final: false, held: 1, attended: 1, week_on: day(-4), until_on: day(2) });

  await kit.keepUp();
  await kit.keepUp();
  const reports = (await desk('GET /dev/outbox?search=리포트')).body.results;
  expect(reports.map(({ template }: { template: string }) => template)).toEqual(['report', 'report']);
  expect(reports[1].text).toContain('출석 1/1');

  await desk(`PATCH /attendance/${body.results[0].id}`, { status: 'LATE' });
  const kept = (await home(`GET /children/${child}/report?week_on=${day(1)}`)).body;
  expect(kept).toMatchObject({
    is_final: true,
    lessons: [{ attendance: 'PRESENT' }, { attendance: 'UNSET' }],
  });
  expect(kept.next).toMatchObject([{ date: day(8) }]);
  expect((await home(`GET /children/${child}/glance`)).body.reports).toEqual([day(-4)]);
  const { reply } = await home(`GET /children/${child}/report.pdf`);
  expect(reply.headers['content-type']).toBe('application/pdf');
  expect(reply.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
});
