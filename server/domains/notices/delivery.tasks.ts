import { z } from 'zod';
import { publish } from '#core/live.ts';
import type { Scope } from '#core/scope.ts';
import { defineTask, type Task } from '#core/tasks.ts';
import { findStory, newsOf } from '#domains/school/index.ts';
import * as queries from './notices.queries.ts';
import type { Message, Provider } from './provider.ts';

/** Hands one message to the provider when its time has come. */
export const deliverNotice = { name: 'notices.deliver', payload: z.strictObject({ notice_id: z.int() }) };

export function deliveryTask(provider: Provider): Task {
  return defineTask({
    ...deliverNotice,
    run: async (scope, { notice_id }) => {
      const message = await takeMessage(scope, notice_id);
      if (message) await hand(scope, provider, message);
    },
  }) as Task;
}

/** The message, if it is still to be sent: what was taken back meanwhile is withdrawn. */
function takeMessage(scope: Scope, id: number): Promise<Message | undefined> {
  return scope.tx(async (tx) => {
    const notice = await queries.findNotice(tx, id);
    if (!notice || notice.status === 'sent' || notice.status === 'withdrawn') return undefined;
    const story = await findStory(tx, notice.subject_id);
    if (story && newsOf(story.status) === notice.template) return notice;
    await queries.updateNotice(tx, id, { status: 'withdrawn' });
    await publish(tx, 'notices');
    return undefined;
  });
}

async function hand(scope: Scope, provider: Provider, message: Message): Promise<void> {
  const failure = await provider.deliver(message).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  await scope.tx(async (tx) => {
    await queries.updateNotice(
      tx,
      message.id,
      failure
        ? { status: 'failed', last_error: failure.message.slice(0, 500) }
        : { status: 'sent', sent_at: scope.now, last_error: null },
    );
    await publish(tx, 'notices');
  });
  // Thrown after it is written down, so that the task is tried again.
  if (failure) throw failure;
}
