import { picturesIn } from '@seodang/contract/rich-text.ts';
import { forgetEarly } from '../../lib/asked-early.ts';
import { memory } from '../../lib/store.ts';
import type { Change } from './db.ts';
import { askState, fetchPack, fetchSome, fetchVersions, isOffline, isRefused, sendRound } from './device.ts';
import { deliveredOf, hashOf } from './memory.rules.ts';
import { changesOf } from './pack.rules.ts';
import { keepPictures } from './pictures.ts';
import {
  type Given,
  IDLE_SHARED_MS,
  isAwaited,
  isDelivered,
  type Question,
  type Round,
  sheetOf,
  unsentOf,
} from './round.rules.ts';
import { bringAnswers, shareRounds, takeUpRounds } from './share.ts';
import type { StudyState } from './study.ts';

export type SyncState =
  | { readonly state: 'resting' | 'busy' | 'offline' }
  /** The hash over all that is remembered is the server's. */
  | { readonly state: 'agreed' }
  /** It is not: `in_vain` is what it was when even everything taken anew did not help. */
  | { readonly state: 'differs'; readonly in_vain?: string }
  | { readonly state: 'failed'; readonly error: unknown };

/** In how many milliseconds to try again by itself; false where news of the server will do. */
export function nextTryIn(sync: SyncState | undefined, rounds: readonly Round[]): number | false {
  const isUnsettled = sync !== undefined && ['failed', 'offline', 'differs'].includes(sync.state);
  return isUnsettled || rounds.some(isAwaited) ? IDLE_SHARED_MS : false;
}

/** What synchronising needs of the study of one student. */
export type Desk = {
  state: () => StudyState;
  set: (change: Partial<StudyState>) => void;
  rememberAll: () => void;
  write: (change: Change) => Promise<void>;
};

/** Sends what is here only, then compares what both remember, and takes everything anew when they differ. */
export async function synchronise(desk: Desk): Promise<SyncState> {
  const before = desk.state().sync;
  desk.set({ sync: { state: 'busy' } });
  const in_vain = before.state === 'differs' ? before.in_vain : undefined;
  const sync = await exchange(desk, in_vain).catch((error: unknown): SyncState => {
    return isOffline(error) ? { state: 'offline' } : { state: 'failed', error };
  });
  desk.set({ sync });
  return sync;
}

async function exchange(desk: Desk, in_vain: string | undefined): Promise<SyncState> {
  const refused = [await sendAll(desk)];
  await shareRounds(desk);
  let server = await askState();
  await takeUpRounds(desk, server.rounds);
  // Other devices may have come to a round meanwhile.
  if (hasToSend(desk)) {
    refused.push(await sendAll(desk));
    server = await askState();
  }
  const followed = await follow(desk, server, in_vain);
  await bringAnswers(desk);
  await bringPictures(desk);
  await note(desk, followed.waiting_count);
  const error = refused.find((one) => one !== undefined);
  if (error) return { state: 'failed', error };
  return followed.sync;
}

type Server = Awaited<ReturnType<typeof askState>>;
const MOST_LOOKS = 4;

/**
 * Takes what is new until both remember the same. The server may have moved on while it was under way, so nothing differs
 * before it was asked again.
 */
async function follow(desk: Desk, told: Server, in_vain: string | undefined) {
  let server = told;
  let isAll = false;
  for (let looks = 1; ; looks += 1) {
    const as = (sync: SyncState) => ({ sync, waiting_count: server.waiting_count });
    takeWeights(desk, server);
    if (server.bank === desk.state().bank) {
      if (await agrees(desk, server.state_hash)) return as({ state: 'agreed' });
      if (server.state_hash === in_vain) return as({ state: 'differs', in_vain });
    }
    await takePack(desk, server.bank, () => (isAll ? fetchAll() : fetchChanges(desk)));
    if (await agrees(desk, server.state_hash)) return as({ state: 'agreed' });
    const before = server;
    server = await askState();
    const stood = before.state_hash === server.state_hash;
    if (stood && isAll) return as({ state: 'differs', in_vain: server.state_hash });
    if (looks === MOST_LOOKS) return as({ state: 'differs' });
    // What is wrong here may have the version of what is right.
    isAll = stood;
  }
}

function takeWeights(desk: Desk, { weights }: Server): void {
  if (JSON.stringify(weights) === JSON.stringify(desk.state().weights)) return;
  desk.set({ weights });
  desk.rememberAll();
}

const hasToSend = (desk: Desk) =>
  desk
    .state()
    .rounds.some((round) => unsentOf(round, Date.now()).some(({ delivery }) => delivery === 'here'));

/** A round that is refused keeps no other from being sent; the refusal comes back. */
async function sendAll(desk: Desk): Promise<unknown> {
  let refusal: unknown;
  for (const { uuid } of desk.state().rounds)
    await sendOne(desk, uuid).catch((error: unknown) => {
      if (!isRefused(error)) throw error;
      refusal ??= error;
    });
  return refusal;
}

/** Sends what of a round may be sent; what is under way can no longer be taken back, whether or not it arrives. */
async function sendOne(desk: Desk, uuid: string): Promise<void> {
  const round = roundOf(desk, uuid);
  const unsent = round ? unsentOf(round, Date.now()) : [];
  if (!round || unsent.length === 0) return;
  const seqs = new Set(unsent.map(({ seq }) => seq));
  const leave = (one: Given): Given => (seqs.has(one.seq) ? { ...one, delivery: 'underway' } : one);
  await put(desk, { ...round, given: round.given.map(leave), is_packed: false });
  forgetEarly();
  const arrived = new Map((await sendRound(round, unsent)).map((one) => [one.seq, one]));
  // Meanwhile the student may have gone on.
  const now = roundOf(desk, uuid) ?? round;
  await put(desk, {
    ...now,
    given: now.given.map((one) => (seqs.has(one.seq) ? (arrived.get(one.seq) ?? one) : one)),
  });
  desk.rememberAll();
}

const roundOf = (desk: Desk, uuid: string) => desk.state().rounds.find((round) => round.uuid === uuid);

async function put(desk: Desk, round: Round): Promise<void> {
  desk.set({ rounds: desk.state().rounds.map((one) => (one.uuid === round.uuid ? round : one)) });
  await desk.write({ rounds: { put: [round] } });
}

/** Whether both remember the same; what was not sent yet is no difference. */
async function agrees({ state }: Desk, state_hash: string): Promise<boolean> {
  const { has_pack, ...here } = state();
  return has_pack && (await hashOf(deliveredOf(here))) === state_hash;
}

/** What a picture shows stands in words where it could not be brought; the next time tries again. */
async function bringPictures({ state }: Desk): Promise<void> {
  const questions = [...state().questions.values()];
  const texts = questions.flatMap(({ body, explanation, choices }) => [
    ...[body, explanation],
    ...choices.map(({ text }) => text),
  ]);
  const sheets = questions.flatMap((question) => sheetOf(question) ?? []);
  await keepPictures([...picturesIn(texts), ...sheets]).catch(() => undefined);
}

const KEPT_ROUNDS = 30;

/** The questions as they are now: of those that are here only what has changed. */
async function fetchChanges({ state }: Desk): Promise<Changes> {
  const { has_pack, timezone, questions } = state();
  if (!has_pack) return fetchAll();
  const { missing, removed } = changesOf(questions, await fetchVersions());
  return { timezone, questions: [], ...(await fetchSome(missing)), removed, isAll: false };
}

/** Everything anew, in the place of all that is here. */
const fetchAll = async (): Promise<Changes> => ({ ...(await fetchPack()), removed: [], isAll: true });

type Changes = { timezone: string; questions: Question[]; removed: string[]; isAll: boolean };

/** Takes what has changed of questions and histories; rounds that arrived before are in them. */
async function takePack(desk: Desk, bank: string, fetch: () => Promise<Changes>): Promise<void> {
  const arrived = new Set(
    desk
      .state()
      .rounds.filter(isDelivered)
      .map(({ uuid }) => uuid),
  );
  const { timezone, questions: fresh, removed, isAll } = await fetch();
  const rounds = desk
    .state()
    .rounds.map((round) =>
      arrived.has(round.uuid) && isDelivered(round) ? { ...round, is_packed: true } : round,
    );
  const done = rounds.filter(({ is_packed, finished_at }) => is_packed && finished_at !== null);
  const dropped = new Set(done.slice(0, -KEPT_ROUNDS).map(({ uuid }) => uuid));
  const kept = rounds.filter(({ uuid }) => !dropped.has(uuid));
  const questions = new Map(isAll ? [] : desk.state().questions);
  for (const pub_id of removed) questions.delete(pub_id);
  for (const question of fresh) questions.set(question.pub_id, question);
  desk.set({ has_pack: true, timezone, bank, rounds: kept, questions });
  desk.rememberAll();
  await desk.write({
    questions: { clear: isAll, put: fresh, remove: removed },
    rounds: { put: kept, remove: [...dropped] },
  });
}

async function note(desk: Desk, waiting_count: number): Promise<void> {
  const synced_at = Date.now();
  desk.set({ waiting_count, synced_at });
  const { timezone, weights, bank } = desk.state();
  await desk.write({
    facts: { put: [{ name: 'pack', timezone, weights, bank, waiting_count, at: synced_at }] },
  });
  // Read by public/early.js.
  memory.write('has_pack', 'yes');
}
