import type { AttendanceStatus } from '@seodang/contract/attendance.ts';
import type { Page } from '@seodang/contract/list.ts';
import type { Notice, NoticePreview } from '@seodang/contract/notices.ts';
import type { z } from 'zod';
import { audit } from '#core/audit.ts';
import { dayIn } from '#core/calendar.rules.ts';
import type { Tx } from '#core/db.ts';
import { toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
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
import { revokeLink } from './links.queries.ts';
import { hiddenLink, LINK, type LinkMaker, linkOf } from './links.ts';
import * as queries from './notices.queries.ts';
import { contactOf, tellFamily } from './tell.ts';
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
      const { template, text, telling } = await messageOf(tx, story, before, after, occurred_at);
      if (telling !== 'queued' || !template || !text) continue;
      await tellFamily(tx, {
        ...{ kind: 'safety', template, text, runAt, occurred_at, about_on: story.session_on },
        dedupe_key: keyOf(attendance_id, after),
        subject_id: attendance_id,
        student_id: story.student_id,
      });
    }
  });
}

/** The very text that would be sent if the student were marked so now, or why none would be. */
export function previewNotice(
  scope: Scope,
  links: LinkMaker,
  { attendance_id, status }: { attendance_id: number; status: AttendanceStatus },
): Promise<NoticePreview> {
  return scope.tx(async (tx, scope) => {
    const story = found(await findStory(tx, attendance_id));
    await mustTeachLecture(tx, scope, story.lecture_id);
    const before = story.status === status ? 'UNSET' : story.status;
    const { template, text, recipient, telling } = await messageOf(tx, story, before, status, scope.now);
    const said = await queries.findNoticeByKey(tx, keyOf(attendance_id, status));
    return {
      template,
      text: text?.replace(LINK, hiddenLink(links)) ?? null,
      recipient_hint: recipient ? hintOf(recipient) : null,
      telling: telling === 'queued' && said && said.status !== 'withdrawn' ? 'already_told' : telling,
    };
  });
}

/**
 * Everything that was sent or waits to be, newest first. The address in a message is told only where nobody carries
 * messages, since the outbox is then the only place to read them.
 */
export function outbox(
  scope: Scope,
  links: LinkMaker,
  mayTell: boolean,
  query: Parameters<typeof queries.listNotices>[1],
  url: string,
): Promise<Outbox> {
  return scope.tx(async (tx) => {
    const by_status = { ...noneOfAny, ...(await queries.countNotices(tx, query)) };
    const all = Object.values(by_status).reduce((sum, count) => sum + count);
    const rows = await queries.listNotices(tx, query);
    const page = toPage(
      url,
      { ...query },
      query.status ? by_status[query.status] : all,
      rows.map((row) => toNotice(row, links, mayTell)),
    );
    return { ...page, by_status };
  });
}

type Outbox = Page<Notice> & { by_status: Record<Notice['status'], number> };
const noneOfAny = { queued: 0, sending: 0, sent: 0, failed: 0, unsure: 0, withdrawn: 0 };

type Row = Awaited<ReturnType<typeof queries.listNotices>>[number];

function toNotice(row: Row, links: LinkMaker, mayTell: boolean): Notice {
  const { expires_at, opened_at, revoked_at, waits_for, reason, channel } = row;
  const isTold = mayTell && expires_at !== null && row.provider === 'log';
  const address = isTold ? linkOf(links, row.tenant_id, row.id).address : hiddenLink(links);
  return {
    ...row,
    text: row.text.replace(LINK, address),
    channel: channel as Notice['channel'],
    waits_for: waits_for as Notice['waits_for'],
    reason: reason as Notice['reason'],
    link: expires_at && { expires_at, opened_at, revoked_at },
  };
}

/** Sends what failed or is unsure; whoever asks for it has looked whether it arrived. */
export function sendAgain(scope: Scope, id: number): Promise<{ status: 'queued' }> {
  return scope.tx(async (tx, scope) => {
    const notice = found(await queries.lockNotice(tx, id));
    if (notice.status !== 'failed' && notice.status !== 'unsure')
      refuse('conflict', { current: notice.status });
    await queries.updateNotice(tx, id, { status: 'queued', attempts: 0 });
    await enqueue(tx, deliverNotice, { notice_id: id }, { runAt: scope.now, key: String(id) });
    await audit(tx, scope, { action: 'notice.send_again', subject_type: 'notice', subject_id: id });
    await publish(tx, 'notices');
    return { status: 'queued' };
  });
}

/** Closes the address that a message carries; who opened it sees nothing any more. */
export function revokeNoticeLink(scope: Scope, id: number): Promise<{ revoked_at: Date }> {
  return scope.tx(async (tx, scope) => {
    const { revoked_at } = found(await revokeLink(tx, id, scope.now));
    await audit(tx, scope, { action: 'notice.revoke_link', subject_type: 'notice', subject_id: id });
    await publish(tx, 'notices');
    return { revoked_at: found(revoked_at) };
  });
}

async function messageOf(
  tx: Tx,
  story: AttendanceStory,
  before: AttendanceStatus,
  after: AttendanceStatus,
  at: Date,
) {
  const template = newsOf(after);
  const contact = (await contactOf(tx, story.student_id))?.recipient ?? null;
  const telling = tellingOf({ ...story, contact, before, after, today: dayIn(story.timezone, at) });
  const text = template ? render(template, story) : null;
  return { template, text, recipient: contact, telling };
}

/** To have come is one piece of news, in time or late; to be absent is another. */
function keyOf(attendance_id: number, status: AttendanceStatus): string {
  return `attendance:${attendance_id}:${newsOf(status) === 'absence' ? 'absent' : 'came'}`;
}
