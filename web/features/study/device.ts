import { ApiProblem } from '@seodang/contract/call.ts';
import { syncAttempts } from '@seodang/contract/study-ingest.ts';
import { studyPack, studyPackVersions, studyState } from '@seodang/contract/study-overview.ts';
import { joinStudyRound, shareStudyRound } from '@seodang/contract/study-rounds.ts';
import { call } from '../../lib/api.ts';
import { type Given, type Question, type Round, shareOf } from './round.rules.ts';

export const isOffline = (error: unknown) => error instanceof ApiProblem && error.problem.status === 0;

/** What is sent again just so will be refused again. */
export const isRefused = (error: unknown) =>
  error instanceof ApiProblem && [400, 409, 422].includes(error.problem.status);

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

/** Which questions belong on this device, with the version of each. */
export async function fetchVersions(): Promise<Map<number, string>> {
  const versions = new Map<number, string>();
  for (let after: number | undefined; ; ) {
    const page = await call(studyPackVersions, { querystring: after ? { after } : {} });
    for (const { id, version } of page.versions) versions.set(id, version);
    if (page.next === null) return versions;
    after = page.next;
  }
}

const AT_ONCE = 200;

/** These questions as they are now, and the academy's clock; undefined when none were wanted. */
export async function fetchSome(
  ids: readonly number[],
): Promise<{ timezone: string; questions: Question[] } | undefined> {
  const questions: Question[] = [];
  let timezone: string | undefined;
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE).join();
    const page = await call(studyPack, { querystring: { limit: 500, ids: some } });
    questions.push(...page.questions);
    timezone = page.timezone;
  }
  return timezone === undefined ? undefined : { timezone, questions };
}

/** Tells the student's other devices of a round; whether anybody may still go on with it comes back. */
export async function shareRound(round: Round): Promise<{ shared: string; is_open: boolean }> {
  const { uuid, mode, pub_ids, reshuffled, skipped, seed, begun_at, finished_at } = round;
  const { is_open } = await call(shareStudyRound, {
    body: {
      ...{ uuid, mode, pub_ids: [...pub_ids], reshuffled: [...reshuffled], skipped: [...skipped], seed },
      ...{ begun_at: new Date(begun_at).toISOString(), is_open: finished_at === null },
    },
  });
  return { shared: is_open ? shareOf(round) : 'ended', is_open };
}

/** A round that was begun on another device, to go on with here. */
export async function joinRound(uuid: string): Promise<Round> {
  const { first_seq, is_open: _, begun_at, ...plan } = await call(joinStudyRound, { body: { uuid } });
  const round: Round = {
    ...{ ...plan, begun_at: Date.parse(begun_at), finished_at: null, next_seq: first_seq, given: [] },
    ...{ is_packed: false, is_joined: true, has_others: true },
  };
  return { ...round, shared: shareOf(round) };
}
