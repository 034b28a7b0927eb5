import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { listAttendance, markAttendance } from '@seodang/contract/attendance.ts';
import { openAcademy } from '@seodang/contract/auth.ts';
import { createCall } from '@seodang/contract/call.ts';
import { addClassSession } from '@seodang/contract/class-sessions.ts';
import { enrollMany } from '@seodang/contract/enrollments.ts';
import { createLecture } from '@seodang/contract/lectures.ts';
import { createStudent } from '@seodang/contract/people.ts';
import { progressMatrix } from '@seodang/contract/progress.ts';
import { startSeodang } from '../server/testing/process.ts';
import { record } from './figures.ts';

const students = 100;
const marks = 40;
const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date());

function callAt(address: string, given: Record<string, string> = {}) {
  return createCall((url, init) => {
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(given)) headers.set(name, value);
    return fetch(`${address}/api/v1${url}`, { ...init, headers });
  });
}

/** A class of today, with everybody's attendance to be marked. */
async function openClass(call: ReturnType<typeof callAt>) {
  const { id: lecture_id } = await call(createLecture, { body: { title: '고1 수학' } });
  const student_ids: number[] = [];
  for (let n = 0; n < students; n += 1)
    student_ids.push(
      (await call(createStudent, { body: { name: `학생 ${n}`, phone: `0102${1_000_000 + n}` } })).id,
    );
  await call(enrollMany, { body: { lecture_id, student_ids } });
  const { id } = await call(addClassSession, { params: { id: lecture_id }, body: { date: today } });
  const { results } = await call(listAttendance, { params: { id }, querystring: { page_size: students } });
  return { lecture_id, attendance: results };
}

/** An open screen: what it is told by the server, as it is told. */
async function openScreen(address: string, headers: Record<string, string>) {
  const reply = await fetch(`${address}/api/v1/live`, { headers });
  const hearers = new Set<(line: string) => void>();
  void (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of reply.body ?? [])
      for (const line of decoder.decode(chunk).split('\n')) for (const hear of hearers) hear(line);
  })().catch(() => undefined);
  return (wanted: (line: string) => boolean) =>
    new Promise<void>((done) => {
      const hear = (line: string) => {
        if (!wanted(line)) return;
        hearers.delete(hear);
        done();
      };
      hearers.add(hear);
    });
}

const dataDir = await mkdtemp(join(tmpdir(), 'seodang-live-'));
const server = await startSeodang(dataDir);
try {
  const body = {
    ...{ academy_code: 'live', academy_name: '학원', owner_name: '원장', phone: '01012345678' },
    password: '우리 학원의 긴 비밀번호 27',
  };
  const { access_token } = await callAt(server.address)(openAcademy, { body });
  const headers = { authorization: `Bearer ${access_token}` };
  const call = callAt(server.address, headers);
  const { lecture_id, attendance } = await openClass(call);
  const told = await openScreen(server.address, headers);
  await setTimeout(2000);
  const times: number[] = [];
  for (const { id, enrollment_id } of attendance.slice(0, marks)) {
    const begun = performance.now();
    const news = told((line) => line.includes('"progress"') && line.includes(`:${enrollment_id}`));
    await call(markAttendance, { params: { id }, body: { status: 'ABSENT' } });
    await news;
    const { rows } = await call(progressMatrix, {
      querystring: { lecture: lecture_id, enrollment: enrollment_id },
    });
    if (rows.length !== 1) throw new Error('no row');
    times.push(performance.now() - begun);
  }
  const ordered = times.toSorted((a, b) => a - b);
  const [median = 0, worst = 0] = [ordered[marks >> 1], ordered.at(-1)];
  const what = `at most; from a press on the attendance sheet until an open matrix has the new cell; the worst of ${marks}, median ${Math.round(median)} ms`;
  record('npm run bench live', [
    { name: 'fact_to_screen_ms', value: Math.round(worst), unit: 'ms', limit: 1000, limit_what: what },
  ]);
} finally {
  server.signal('SIGINT');
  await server.ended;
  await rm(dataDir, { recursive: true, force: true });
}
