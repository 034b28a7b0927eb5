import { z } from 'zod';
import { type Academy, findAcademy } from '#core/academy.queries.ts';
import { lock, type Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import type { Scope } from '#core/scope.ts';
import { defineTask, enqueue, type Task } from '#core/tasks.ts';
import { LINK, type LinkMaker, openAddress } from './links.ts';
import * as queries from './notices.queries.ts';
import { type Carriers, type Message, NotSent, type Provider } from './provider.ts';
import { noticeSettingsOf } from './settings.rules.ts';
import { stillStands } from './standing.ts';
import { leaseEnd, MOST_ATTEMPTS, retryAt, type Verdict, verdictOf } from './verdict.rules.ts';
import { wishesOf } from './wishes.ts';

/** Hands one message to the provider when its time has come. */
export const deliverNotice = { name: 'notices.deliver', payload: z.strictObject({ notice_id: z.int() }) };

export type Delivery = { carriers: Carriers; links: LinkMaker };

export function deliveryTask(delivery: Delivery): Task {
  return defineTask({
    ...deliverNotice,
    run: (scope, { notice_id }) => deliver(scope, delivery, notice_id),
  }) as Task;
}

type Taken = { message: Message; provider: Provider; attempts: number };

/**
 * Sends one message at most once, wherever the process dies: that it is being sent is committed before the provider
 * hears of it, and whoever finds it so afterwards asks only a provider that knows repeats.
 */
export async function deliver(scope: Scope, delivery: Delivery, notice_id: number): Promise<void> {
  const taken = await take(scope, delivery, notice_id);
  if (!taken) return;
  const failure = await taken.provider.deliver(taken.message).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  await settle(scope, taken, failure);
}

/** The message, if it is to be sent now; what is to wait is queued again, what is never to be sent is withdrawn. */
function take(scope: Scope, delivery: Delivery, id: number): Promise<Taken | undefined> {
  return scope.tx(async (tx, scope) => {
    const notice = await queries.lockNotice(tx, id);
    if (!notice || !['queued', 'failed', 'sending'].includes(notice.status)) return undefined;
    const academy = await findAcademy(tx);
    const provider = providerOf(delivery.carriers, notice, academy);
    if (notice.status === 'sending' && !(await mayRepeat(tx, scope, notice, provider))) return undefined;
    const verdict = await judge(tx, scope, notice, academy);
    if (verdict.do !== 'send') return void (await put(tx, notice, verdict));
    await queries.updateNotice(tx, id, {
      ...{ status: 'sending', sending_at: scope.now, attempts: notice.attempts + 1 },
      ...{ provider: provider.name, waits_for: null, not_before: null },
    });
    return {
      message: await write(tx, scope, delivery, notice, academy),
      provider,
      attempts: notice.attempts + 1,
    };
  });
}

/** Somebody may still be sending it, or has died doing so. */
async function mayRepeat(
  tx: Tx,
  { now }: Scope,
  { id, sending_at }: queries.NoticeRow,
  { idempotent }: Provider,
): Promise<boolean> {
  const free_at = leaseEnd(sending_at ?? now);
  if (free_at > now) {
    await enqueue(tx, deliverNotice, { notice_id: id }, { runAt: free_at, key: String(id) });
    return false;
  }
  if (!idempotent) {
    await queries.updateNotice(tx, id, { status: 'unsure' });
    await publish(tx, 'notices');
  }
  return idempotent;
}

function providerOf({ log, ...others }: Carriers, { channel }: queries.NoticeRow, { settings }: Academy) {
  if (channel === 'push') return others.push ?? log;
  const { provider } = noticeSettingsOf(settings);
  return provider === 'log' ? log : (others[provider] ?? log);
}

async function judge(
  tx: Tx,
  { now }: Scope,
  notice: queries.NoticeRow,
  { timezone, settings }: Academy,
): Promise<Verdict> {
  const { budget_day, budget_month, quiet_from, quiet_until } = noticeSettingsOf(settings);
  // Two that are sent at once would both find the last of the budget.
  await lock(tx, 'notice budget', tx.tenant_id);
  const wishes = await wishesOf(tx, notice.user_id);
  const quiet = wishes.quiet_from ? wishes : { quiet_from, quiet_until };
  return verdictOf({
    ...{ kind: notice.kind, about_on: notice.about_on, refused: wishes.refused },
    stands: notice.status === 'sending' || (await stillStands(tx, notice, now)),
    ...{ quiet, timezone, now, budget_day, budget_month },
    spent: notice.channel === 'message' ? await queries.countSpent(tx, timezone, now) : null,
  });
}

async function put(tx: Tx, { id }: queries.NoticeRow, verdict: Exclude<Verdict, { do: 'send' }>) {
  if (verdict.do === 'withdraw') {
    await queries.updateNotice(tx, id, { status: 'withdrawn', reason: verdict.reason, waits_for: null });
  } else {
    const { until } = verdict;
    await queries.updateNotice(tx, id, { status: 'queued', waits_for: verdict.for, not_before: until });
    await enqueue(tx, deliverNotice, { notice_id: id }, { runAt: until, key: String(id) });
  }
  await publish(tx, 'notices');
}

async function write(
  tx: Tx,
  { now }: Scope,
  { links }: Delivery,
  { id, tenant_id, recipient, template, text, student_id }: queries.NoticeRow,
  { name }: Academy,
): Promise<Message> {
  const link =
    student_id !== null && text.includes(LINK)
      ? await openAddress(tx, links, { notice_id: id, student_id, now })
      : null;
  return {
    ...{ id, tenant_id, recipient, template, title: name, link },
    text: text.replace(LINK, link ?? ''),
  };
}

async function settle(
  scope: Scope,
  { message: { id }, provider, attempts }: Taken,
  failure: Error | undefined,
): Promise<void> {
  await scope.tx(async (tx, { now }) => {
    const notice = await queries.lockNotice(tx, id);
    if (notice?.status !== 'sending') return;
    await queries.updateNotice(tx, id, outcomeOf(failure, provider, now));
    const again = failure && !isFinal(failure, provider) && attempts < MOST_ATTEMPTS;
    if (again)
      await enqueue(tx, deliverNotice, { notice_id: id }, { runAt: retryAt(now, attempts), key: String(id) });
    await publish(tx, 'notices');
  });
}

function outcomeOf(failure: Error | undefined, provider: Provider, now: Date) {
  if (!failure) return { status: 'sent', sent_at: now, last_error: null } as const;
  const last_error = failure.message.slice(0, 500);
  if (!(failure instanceof NotSent))
    return { status: provider.idempotent ? 'failed' : 'unsure', last_error } as const;
  if (failure.final) return { status: 'withdrawn', reason: 'gone', last_error } as const;
  return { status: 'failed', last_error } as const;
}

/** Whether nobody but a person may try it again. */
function isFinal(failure: Error, { idempotent }: Provider): boolean {
  return failure instanceof NotSent ? failure.final : !idempotent;
}
