import type { Readiness } from '@seodang/contract/system.ts';

/** A part that must work before people are let in: answers with a detail, throws with the reason it doesn't. */
export type Part = {
  readonly name: string;
  readonly check: () => Promise<{ state: 'ok' | 'off'; detail: string }>;
};

const PATIENCE_MS = 3000;

/** Asks every part at the same time; one that does not answer in three seconds counts as failed. */
export async function checkReadiness(parts: readonly Part[]): Promise<Readiness> {
  const checked = await Promise.all(
    parts.map(async ({ name, check }) => ({ name, ...(await outcomeOf(check)) })),
  );
  return { ready: checked.every(({ state }) => state !== 'failed'), parts: checked };
}

async function outcomeOf(check: Part['check']): Promise<{ state: 'ok' | 'off' | 'failed'; detail: string }> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer')), PATIENCE_MS);
  try {
    return await Promise.race([check(), tooLate]);
  } catch (error) {
    return { state: 'failed', detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
