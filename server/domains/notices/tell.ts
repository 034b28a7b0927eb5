import type { NoticeKind } from '@seodang/contract/notices.ts';
import { findAcademy } from '#core/academy.queries.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { enqueue } from '#core/tasks.ts';
import { deliverNotice } from './delivery.tasks.ts';
import * as queries from './notices.queries.ts';
import { listSubscriptions } from './push.queries.ts';
import { noticeSettingsOf } from './settings.rules.ts';

/** What a family is told. `text` is what is sent; `{link}` in it becomes the address of the child's page. */
export type News = {
  kind: NoticeKind;
  template: string;
  /** One message per cause: what was said under this key is not said again. */
  dedupe_key: string;
  /** What it tells of, by the template. */
  subject_id: number;
  student_id: number;
  text: string;
  /** The day it is news of, YYYY-MM-DD; not sent afterwards. */
  about_on?: string | null;
  runAt: Date;
  occurred_at: Date;
};

/**
 * Queues a message to the family of a student, and the same to each browser that a guardian chose, in the caller's
 * transaction. Returns whether there is anybody to tell.
 */
export async function tellFamily(tx: Tx, { runAt, occurred_at, ...news }: News): Promise<boolean> {
  const contact = await contactOf(tx, news.student_id);
  const about = { ...news, about_on: news.about_on ?? null, created_at: occurred_at };
  const addressed = contact ? [{ ...about, ...contact, channel: 'message' }] : [];
  const browsers = await listSubscriptions(tx, await queries.listGuardians(tx, news.student_id));
  const copies = browsers.map(({ id, user_id }) => ({
    ...about,
    ...{ user_id, recipient: String(id), channel: 'push', dedupe_key: `${news.dedupe_key}:push:${id}` },
  }));
  for (const one of [...addressed, ...copies]) {
    const notice = await queries.queueNotice(tx, one);
    if (notice) await enqueue(tx, deliverNotice, { notice_id: notice.id }, { runAt, key: String(notice.id) });
  }
  await publish(tx, 'notices');
  return addressed.length + copies.length > 0;
}

/** Whom the academy's provider reaches: by e-mail those with an address, else those with a phone. */
export async function contactOf(
  tx: Tx,
  student_id: number,
): Promise<{ user_id: number | null; recipient: string } | undefined> {
  const { provider } = noticeSettingsOf((await findAcademy(tx)).settings);
  const contact = await queries.findContact(tx, student_id);
  const recipient = provider === 'email' ? contact?.email : contact?.phone;
  return contact && recipient ? { user_id: contact.user_id, recipient } : undefined;
}
