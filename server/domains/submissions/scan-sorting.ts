import type { ScanPage } from '@seodang/contract/scans.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { type ExamRow, listRoster, mustTeachExam } from '#domains/exams/index.ts';
import { addPage, submitPages } from './scan-pages.ts';
import { toPage } from './scan-views.ts';
import * as queries from './scans.queries.ts';
import { lockSubmission, updateSubmission } from './submissions.queries.ts';
import { announce } from './submit.ts';

type Assignment = { enrollment_id: number; replace: boolean };
type FoundPage = NonNullable<Awaited<ReturnType<typeof queries.findPage>>>;

/**
 * Gives a page to a student. One who has that page already keeps it (`already_exists`), unless this one replaces it: then
 * the submission of before no longer counts, and its other pages go into the new one.
 */
export function assignPage(
  scope: Scope,
  storage: Storage,
  id: number,
  { enrollment_id, replace }: Assignment,
): Promise<ScanPage> {
  return scope.tx(async (tx, scope) => {
    const { page, exam } = await mustTeachPage(tx, scope, id);
    if (page.status === 'assigned') refuse('conflict');
    const roster = await listRoster(tx, exam.session_id);
    if (!roster.some((one) => one.enrollment_id === enrollment_id)) refuse('not_found');
    const present = (await queries.listScanned(tx, exam.id)).find(
      (one) => one.enrollment_id === enrollment_id,
    );
    const isTaken = present?.pages.includes(page.page_number ?? 1) ?? false;
    if (present && isTaken && !replace) refuse('already_exists', { submission_id: present.id });
    const { user_id } = userOf(scope);
    const given = { exam, enrollment_id, user_id, at: scope.now };
    const submission_id = !present
      ? await submitPages(tx, given, [readingOf(page)])
      : isTaken
        ? await replacePage(tx, given, page, present.id)
        : await joinPage(tx, page, present.id);
    await queries.updatePage(tx, id, { status: 'assigned', enrollment_id, submission_id });
    return told(tx, scope, storage, { exam, page, after: { enrollment_id, submission_id } });
  });
}

const readingOf = ({ version, answers }: Pick<FoundPage, 'version' | 'answers'>) => ({
  ...{ version, answers: answers as unknown as queries.StoredAnswer[] },
});

async function joinPage(tx: Tx, page: FoundPage, submission_id: number): Promise<number> {
  await addPage(tx, submission_id, readingOf(page));
  return submission_id;
}

type Given = Parameters<typeof submitPages>[1];

async function replacePage(tx: Tx, given: Given, page: FoundPage, before: number): Promise<number> {
  const own = await queries.listPagesOf(tx, before);
  const others = own.filter(({ page_number }) => (page_number ?? 1) !== (page.page_number ?? 1));
  await updateSubmission(tx, before, { superseded_at: given.at });
  const submission_id = await submitPages(tx, given, [readingOf(page), ...others.map(readingOf)]);
  for (const one of own)
    await queries.updatePage(
      tx,
      one.id,
      others.includes(one) ? { submission_id } : { status: 'dismissed', reason: 'replaced' },
    );
  return submission_id;
}

/** Puts a page aside: it is no sheet, or another one of the same student counts. */
export function dismissPage(scope: Scope, storage: Storage, id: number): Promise<ScanPage> {
  return scope.tx(async (tx, scope) => {
    const { page, exam } = await mustTeachPage(tx, scope, id);
    if (page.status === 'assigned') refuse('conflict');
    await queries.updatePage(tx, id, { status: 'dismissed' });
    return told(tx, scope, storage, { exam, page, after: { status: 'dismissed' } });
  });
}

/** Puts a page that was given to the wrong student back into the tray; what that student handed in no longer has it. */
export function takeBackPage(scope: Scope, storage: Storage, id: number): Promise<ScanPage> {
  return scope.tx(async (tx, scope) => {
    const { page, exam } = await mustTeachPage(tx, scope, id);
    const { submission_id, enrollment_id } = page;
    if (page.status !== 'assigned' || submission_id === null || enrollment_id === null) refuse('conflict');
    const before = found(await lockSubmission(tx, submission_id));
    await updateSubmission(tx, before.id, { superseded_at: scope.now });
    await announce(tx, before);
    const given = {
      exam,
      enrollment_id,
      user_id: userOf(scope).user_id,
      at: scope.now,
    };
    const others = (await queries.listPagesOf(tx, before.id)).filter((one) => one.id !== id);
    const rest = others.length > 0 ? await submitPages(tx, given, others.map(readingOf)) : null;
    for (const one of others) await queries.updatePage(tx, one.id, { submission_id: rest });
    const tray = { status: 'tray', reason: 'taken_back', enrollment_id: null, submission_id: null } as const;
    await queries.updatePage(tx, id, tray);
    return told(tx, scope, storage, { exam, page, after: tray });
  });
}

/** The page for whom it may concern: staff of the lecture of its exam. */
export async function mustTeachPage(
  tx: Tx,
  scope: Scope,
  id: number,
): Promise<{ page: FoundPage; exam: ExamRow }> {
  const page = found(await queries.findPage(tx, id));
  return { page, exam: await mustTeachExam(tx, scope, page.exam_id) };
}

async function told(
  tx: Tx,
  scope: Scope,
  storage: Storage,
  { exam, page, after }: { exam: ExamRow; page: FoundPage; after: object },
): Promise<ScanPage> {
  const { status, enrollment_id } = page;
  const subject = { subject_type: 'scan_page', subject_id: page.id };
  await audit(tx, scope, { action: 'scan.sort_page', ...subject, before: { status, enrollment_id }, after });
  await publish(tx, 'scans', { lecture_id: exam.lecture_id });
  return toPage(storage, found(await queries.findShownPage(tx, page.id)));
}
