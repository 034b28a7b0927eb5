import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import { defineTask, enqueue, type Task } from '#core/tasks.ts';

/** News of one domain to whoever listens; the emitter never knows the listener. Names are past tense. */
export type Event<S extends z.ZodType = z.ZodType> = { readonly name: string; readonly payload: S };

export function defineEvent<S extends z.ZodType>(name: string, payload: S): Event<S> {
  return { name, payload };
}

const envelope = z.object({ event: z.string(), payload: z.unknown() });
const deliver = { name: 'events.deliver', payload: envelope };

/** Queued in the same transaction as the fact; `key` folds repeats that nobody has heard yet. */
export async function emit<S extends z.ZodType>(
  tx: Tx,
  event: Event<S>,
  payload: z.input<S>,
  options: { key?: string } = {},
): Promise<void> {
  const key = options.key === undefined ? {} : { key: `${event.name}:${options.key}` };
  await enqueue(tx, deliver, { event: event.name, payload: event.payload.parse(payload) }, key);
}

export type Listener = { readonly event: string; readonly task: Task };

/** Says in app.ts who listens. `run` is a task of its own: one listener that fails does not hold up the others. */
export function listen<S extends z.ZodType>(
  event: Event<S>,
  name: string,
  run: (scope: Scope, payload: z.output<S>) => Promise<void>,
): Listener {
  return { event: event.name, task: defineTask({ name, payload: event.payload, run }) as Task };
}

/** The task that hands each event to its listeners, and the listeners' own tasks. */
export function tasksOf(listeners: readonly Listener[]): Task[] {
  const delivery = defineTask({
    ...deliver,
    run: (scope, { event, payload }) =>
      scope.tx(async (tx) => {
        for (const { task } of listeners.filter((listener) => listener.event === event)) {
          await enqueue(tx, task, payload, { key: digestOf(payload) });
        }
      }),
  });
  return [delivery as Task, ...listeners.map(({ task }) => task)];
}

/** The same news twice is heard once; a key is short, and an import of a class list changes thousands at once. */
function digestOf(payload: unknown): string {
  return createHash('sha256').update(JSON.stringify(payload)).digest('base64url');
}
