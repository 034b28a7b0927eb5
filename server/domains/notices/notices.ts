import type { AttendanceStatus } from '@seodang/contract/attendance.ts';
import type { Page } from '@seodang/contract/list.ts';
import type { Notice, NoticePreview } from '@seodang/contract/notices.ts';
import type { z } from 'zod';
import { dayIn } from '#core/calendar.rules.ts';
import type { Tx } from '#core/db.ts';
import { toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { enqueue } from '#core/tasks.ts';
import {
  type AttendanceStory,
  type attendanceChanged,
  findStory,
  mustTeachLecture,
  newsOf,
  tellingOf,
} from '#domains/school/index.ts';
import { deliverNotice } from './delivery.tasks.ts';
import * as queries from './notices.queries.ts';
import { hintOf, render } from './templates.rules.ts';

type AttendanceChanged = z.output<typeof attendanceChanged.payload>;

/** Queues a message to the family for each mark that is news to them; what was said once is not said again. */
export function tellFamilies(scope: Scope, news: AttendanceChanged): Promise<void> {
  const { tell_after_seconds } = news;
  if (tell_after_seconds === null) return Promise.resolve();
  return scope.tx(async (tx) => {
    const occurred_at = new Date(news.occurred_at);
    const runAt = new Date(occurred_at.getTime() + tell_after_seconds * 1000);
    for (const { attendance_id, before, after } of news.changes) {
      const story = await findStory(tx, attendance_id);
      if (story?.status !== after) continue;
      const message = messageOf(story, before, after, occurred_at);
      const { template, text, recipient, telling } = message;
      if (telling !== 'queued' || !template || !text || !recipient) continue;
      await queue(tx, story, { template, text, recipient, runAt, occurred_at });
    }
  });
}

type Queued = { template: string; text: string; recipient: string; runAt: Date; occurred_at: Date };

async function queue(
  tx: Tx,
  story: AttendanceStory,
  { runAt, occurred_at, ...message }: Queued,
): Promise<void> {
  const notice = await queries.queueNotice(tx, {
    ...message,
    dedupe_key: keyOf(story.attendance_id, story.status),
    subject_id: story.attendance_id,
    student_id: story.student_id,
    created_at: occurred_at,
  });
  if (!notice) return;
  await enqueue(tx, deliverNotice, { notice_id: notice.id }, { runAt, key: String(notice.id) });
  await publish(tx, 'notices');
}

/** The very text that would be sent if the student were marked so now, or why none would be. */
export function previewNotice(
  scope: Scope,
  { attendance_id, status }: { attendance_id: number; status: AttendanceStatus },
): Promise<NoticePreview> {
  return scope.tx(async (tx, scope) => {
    const story = found(await findStory(tx, attendance_id));
    await mustTeachLecture(tx, scope, story.lecture_id);
    const before = story.status === status ? 'UNSET' : story.status;
    const { template, text, recipient, telling } = messageOf(story, before, status, scope.now);
    const said = await queries.findNoticeByKey(tx, keyOf(attendance_id, status));
    return {
      template,
      text,
      recipient_hint: recipient ? hintOf(recipient) : null,
      telling: telling === 'queued' && said && said.status !== 'withdrawn' ? 'already_told' : telling,
    };
  });
}

/** Everything that was sent or waits to be, newest first. */
export function outbox(
  scope: Scope,
  query: Parameters<typeof queries.listNotices>[1],
  url: string,
): Promise<Page<Notice>> {
  return scope.tx(async (tx) => {
    const count = await queries.countNotices(tx, query);
    return toPage(url, { ...query }, count, await queries.listNotices(tx, query));
  });
}

function messageOf(story: AttendanceStory, before: AttendanceStatus, after: AttendanceStatus, at: Date) {
  const template = newsOf(after);
  const telling = tellingOf({ ...story, before, after, today: dayIn(story.timezone, at) });
  const text = template ? render(template, story) : null;
  return { template, text, recipient: story.contact, telling };
}

/** To have come is one piece of news, in time or late; to be absent is another. */
function keyOf(attendance_id: number, status: AttendanceStatus): string {
  return `attendance:${attendance_id}:${newsOf(status) === 'absence' ? 'absent' : 'came'}`;
}
