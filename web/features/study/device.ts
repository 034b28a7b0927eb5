import { ApiProblem } from '@seodang/contract/call.ts';
import { syncAttempts } from '@seodang/contract/study-ingest.ts';
import { studyPack, studyState } from '@seodang/contract/study-overview.ts';
import { call } from '../../lib/api.ts';
import type { Given, Question, Round } from './round.rules.ts';

export const isOffline = (error: unknown) => error instanceof ApiProblem && error.problem.status === 0;

/** Sends answers of a round; the same again is harmless. What they mean by the server's clock and keys comes back. */
export async function sendRound({ uuid, given }: Round, unsent: readonly Given[]): Promise<Given[]> {
  const attempts = unsent.map(({ seq, pub_id, selected, unsure, answered_at, elapsed_ms }) => ({
    ...{ seq, pub_id, selected: [...selected], unsure, answered_at, elapsed_ms },
  }));
  const body = {
    client_session_uuid: uuid,
    sent_at: new Date().toISOString(),
    attempts,
    device: deviceName(),
  };
  const answer = await call(syncAttempts, { body });
  const arrived = new Map(answer.attempts.map((one) => [one.seq, one]));
  const waiting = new Set(answer.quarantined.map(({ seq }) => seq));
  const sent = new Set(unsent.map(({ seq }) => seq));
  return given.map((one): Given => {
    if (!sent.has(one.seq)) return one;
    if (waiting.has(one.seq)) return { ...one, delivery: 'waiting' };
    const known = arrived.get(one.seq);
    const { at, outcome, is_correct } = known ? { ...known, at: Date.parse(known.at) } : one;
    return { ...one, at, outcome, is_correct, delivery: 'arrived' };
  });
}

function deviceName(): string {
  return /Android|iPhone|iPad/.test(navigator.userAgent) ? 'phone' : 'browser';
}

export const askState = () => call(studyState, {});

/** Everything to study without network, in as many pages as it takes. */
export async function fetchPack(): Promise<{ timezone: string; questions: Question[] }> {
  const questions: Question[] = [];
  for (let after: number | undefined; ; ) {
    const page = await call(studyPack, { querystring: { limit: 500, ...(after && { after }) } });
    questions.push(...page.questions);
    if (page.next === null) return { timezone: page.timezone, questions };
    after = page.next;
  }
}
