import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ExamSheet } from '../packages/contract/exam-questions.ts';
import type { Exam } from '../packages/contract/exams.ts';
import type { ScanBatchDetail } from '../packages/contract/scans.ts';
import { encode, fillIn, printed, randomOf, stampCode } from '../packages/omr/corpus/index.ts';
import type { Sheet } from '../packages/omr/geometry/index.ts';
import { readConfig } from '../server/core/config.ts';
import { readSecrets } from '../server/core/secrets.ts';
import { signAccess } from '../server/domains/identity/access.ts';
import { openOwner, processOf, startSeodang } from '../server/testing/process.ts';
import { type ScannedImage, scannedPdf } from '../server/testing/scanned-pdf.ts';
import { record } from './figures.ts';

const students = 50;
const dpi = 200;

/** A teacher with a class session of so many students who have a number each. */
const academy = `
  with t as (insert into tenant (code, name) values ('bench', 'Bench') returning id),
  u as (insert into user_account (tenant_id, login_id, role, name) select id, 'owner', 'owner', 'Owner' from t returning *),
  g as (insert into login_session (tenant_id, user_id, refresh_seed, expires_at) select tenant_id, id, '\\x00', now() + interval '1 day' from u returning *),
  l as (insert into lecture (tenant_id, title) select id, 'Lecture' from t returning *),
  c as (insert into class_session (tenant_id, lecture_id, "order", title, regular_order) select tenant_id, id, 1, 'Week 1', 1 from l returning *),
  s as (insert into student (tenant_id, name, attendance_code) select t.id, 'Student ' || n, (20260000 + n)::text from t, generate_series(1, ${students}) n returning *),
  e as (insert into enrollment (tenant_id, lecture_id, student_id) select s.tenant_id, l.id, s.id from s, l returning *),
  se as (insert into session_enrollment (tenant_id, lecture_id, session_id, enrollment_id) select e.tenant_id, e.lecture_id, c.id, e.id from e, c returning *)
  select g.tenant_id, g.user_id, g.id as login_session_id, c.id as session_id, e.id as enrollment_id, s.attendance_code as number
  from g, c, e join s on s.id = e.student_id`;
type Row = Record<
  'tenant_id' | 'user_id' | 'login_session_id' | 'session_id' | 'enrollment_id' | 'number',
  string
>;

type Prepared = { file_key: string; upload: { url: string; headers: Record<string, string> } };
type Code = { exam: number; sheet: number };

/** What a scanner makes of the filled-in sheets of a class, every seventh upside down. */
async function scanOf(sheet: Sheet, code: Code, rows: readonly Row[]): Promise<Buffer> {
  const empty = await printed(sheet, dpi / 25.4);
  const images: ScannedImage[] = [];
  for (const [at, { enrollment_id, number }] of rows.entries()) {
    const paper = { ...empty, data: empty.data.slice() };
    stampCode(paper, sheet, { ...code, page: sheet.page.number, enrollment: Number(enrollment_id) });
    fillIn(paper, sheet, number, randomOf(at + 1));
    const { width, height } = paper;
    const image = { width, height, data: at % 7 === 0 ? paper.data.toReversed() : paper.data };
    images.push({ jpeg: await encode({ image, jpeg: 80 }), width, height });
  }
  return scannedPdf(images, dpi);
}

const dataDir = await mkdtemp(join(tmpdir(), 'seodang-scan-'));
const server = await startSeodang(dataDir, { LOG_LEVEL: 'error' });
const owner = await openOwner(dataDir);
try {
  const { rows } = await owner.query<Row>(academy);
  const [first] = rows;
  if (!first) throw new Error('nobody is in the class');
  const { app: secret } = readSecrets(readConfig({ DATA_DIR: dataDir }));
  const login = {
    tenant_id: Number(first.tenant_id),
    user_id: Number(first.user_id),
    role: 'owner' as const,
  };
  const access = signAccess(
    secret,
    { ...login, login_session_id: Number(first.login_session_id) },
    new Date(),
  );
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = {
      authorization: `Bearer ${access}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    };
    const reply = await fetch(`${server.address}/api/v1${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as T;
  };
  const exam = await ask<Exam>('POST', '/exams', {
    session_id: Number(first.session_id),
    title: '주간 테스트',
  });
  const questions = Array.from({ length: 45 }, (_, at) => ({ number: at + 1, keys: ['3'] }));
  await ask('PUT', `/exams/${exam.id}/questions`, { questions });
  const sheet = await ask<ExamSheet>('GET', `/exams/${exam.id}/sheet`);
  const pdf = await scanOf(sheet.pages[0] as Sheet, { exam: exam.id, sheet: sheet.id }, rows);

  const begun = performance.now();
  const prepared = await ask<Prepared>('POST', '/submissions/files', {
    filename: 'class.pdf',
    size: pdf.length,
  });
  const { url, headers } = prepared.upload;
  const put = await fetch(new URL(url, server.address), {
    method: 'PUT',
    headers,
    body: new Uint8Array(pdf),
  });
  if (!put.ok) throw new Error(`upload: ${put.status}`);
  const batch = await ask<ScanBatchDetail>('POST', `/exams/${exam.id}/scans`, {
    file_keys: [prepared.file_key],
  });
  let peak = 0;
  for (;;) {
    const runner = processOf(dataDir, /runners\/main\.ts/);
    const status = await readFile(`/proc/${runner}/status`, 'utf8').catch(() => '');
    peak = Math.max(peak, Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
    const scan = await ask<ScanBatchDetail>('GET', `/scan-batches/${batch.id}`);
    if (scan.status === 'failed') throw new Error(scan.error_message);
    const { results } = await ask<{ results: unknown[] }>('GET', `/exams/${exam.id}/results`);
    if (scan.status === 'done' && results.length + scan.waiting >= (scan.page_count ?? students)) break;
    await setTimeout(100);
  }
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const done = await ask<ScanBatchDetail>('GET', `/scan-batches/${batch.id}`);
  console.log(`${done.page_count} pages, ${done.waiting} wait for a person, ${done.missing.length} missing`);
  record('npm run bench scan', [
    {
      ...{ name: 'scan50_s', value: seconds, unit: 's', limit: 15 },
      limit_what: 'at most; a PDF of 50 sheets from the upload to all results, one runner',
    },
    {
      ...{ name: 'ai_runner_rss_mb', value: Math.round(peak), unit: 'MB', limit: 300 },
      limit_what:
        'at most; resident memory of the runner that reads it, without the process that takes the PDF apart',
    },
  ]);
} finally {
  await owner.end();
  server.signal('SIGTERM');
  await server.ended;
  await rm(dataDir, { recursive: true, force: true });
}
