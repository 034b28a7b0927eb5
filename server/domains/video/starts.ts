import { randomUUID } from 'node:crypto';
import type { Playback } from '@seodang/contract/playback.ts';
import { Batches } from '#core/batches.ts';
import type { Tx } from '#core/db.ts';
import { Places } from '#core/places.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Delivery } from './delivery.ts';
import { creditFrom, placeFor } from './playback.rules.ts';
import type { PlaybackStore } from './playback-store.ts';
import {
  livingFrom,
  mustBeAllowed,
  mustBeStudent,
  openingOf,
  type Seat,
  termsOf,
  toPlayback,
  toStudent,
} from './seat.ts';
import * as queries from './starts.queries.ts';
import { findViewing } from './viewers.queries.ts';
import { standingOf } from './viewers.ts';

type StartInput = {
  video_id?: number | undefined;
  enrollment_id?: number | undefined;
  device_id: string;
  takeover: boolean;
};
type Stage = { store: PlaybackStore; starts: Starts; token_secret: string; delivery: Delivery };

type Asked = {
  scope: Scope;
  input: StartInput & { video_id: number };
  opening: Omit<queries.Opening, 'index'>;
  mustStillHold: () => void;
};
type Decided = { seat: Seat; beginning: queries.Beginning };
type Answer = { decided: Decided } | { error: unknown };
export type Starts = {
  /** Answers undefined for what must be asked alone: it would have kept the others waiting. */
  readonly together: Batches<Asked, Answer | undefined>;
  /** Few, too, and those of refreshes with them; by academy. */
  readonly alone: Places;
};

/** How long a start or a refresh waits for somebody's hand, and before that for its turn to. */
const PATIENCE_MS = 10_000;
/** Three for one academy, and always one for another. */
const AT_ONCE_ALONE = 4;

/**
 * Many start at once when a lecture does: those that come while others are under way share a transaction. `onFailure` hears
 * why one was lost in which each of them would have had its answer.
 */
export function startsTogether(onFailure: (error: unknown) => void, patience_ms = PATIENCE_MS): Starts {
  return {
    together: new Batches<Asked, Answer | undefined>({
      ...{ at_once: 3, most: 50 },
      run: (all, tell) => startAll(all, tell, onFailure),
    }),
    alone: new Places(AT_ONCE_ALONE, patience_ms),
  };
}

/**
 * Opens a playback for the caller's own enrollment; the limits hold however many starts race. Refuses with the reason
 * why the video can't be watched, or `device_limit_exceeded` / `concurrency_limit_exceeded`, both with `can_take_over`.
 */
export async function startPlayback(scope: Scope, stage: Stage, input: StartInput): Promise<Playback> {
  const { video_id = refuse('video_id_required') } = input;
  const opening = openingOf(scope, video_id, input.device_id);
  const { together, alone } = stage.starts;
  const held = <T>(work: (asked: Asked) => Promise<T>) =>
    stage.store.hold(scope, opening.person, (mustStillHold) =>
      work({ scope, input: { ...input, video_id }, opening, mustStillHold }),
    );
  // Nobody is held while they wait for a place.
  const answer = (await held((asked) => together.add(asked))) ?? {
    decided: await alone.take(scope.tenant_id, () => held((asked) => startAlone(asked, alone.patience_ms))),
  };
  if ('error' in answer) throw answer.error;
  const { seat, beginning } = answer.decided;
  return toPlayback(scope, stage, seat, beginning.playback);
}

async function startAll(
  all: readonly Asked[],
  tell: (index: number, answer: Answer | undefined) => void,
  onFailure: (error: unknown) => void,
): Promise<(Answer | undefined)[]> {
  const answers: (Answer | undefined)[] = all.map(() => undefined);
  await Promise.all(
    groupsOf(all).map(async (group) => {
      // What has gone wrong for all of them goes right or wrong for each alone.
      const given = await startGroup(group).catch((error: unknown) => {
        onFailure(error);
        return [];
      });
      for (const [index, answer] of given) answers[index] = answer;
      for (const { index } of group) tell(index, answers[index]);
    }),
  );
  return answers;
}

type Placed = Asked & { index: number };

/** Those of each academy, none twice of the same person. */
function groupsOf(all: readonly Asked[]): Placed[][] {
  const people = new Set<string>();
  const first = all
    .map((asked, index) => ({ ...asked, index }))
    .filter(({ scope, opening }) => {
      const person = `${scope.tenant_id}:${opening.person}`;
      return !people.has(person) && people.add(person);
    });
  return [...Map.groupBy(first, ({ scope }) => scope.tenant_id).values()];
}

/** In the transaction of one of them, since all are of one academy. */
async function startGroup(group: readonly Placed[]): Promise<[index: number, Answer][]> {
  const [{ scope }] = group as [Placed];
  return scope.tx(async (tx) => {
    const openings = group.map(({ index, opening }) => ({ ...opening, index }));
    const opened = await queries.openStarts(tx, openings);
    const answers = group.flatMap((asked): [number, Answer][] => {
      const own = opened.get(asked.index);
      return own?.seat ? [[asked.index, decideEach(asked, own)]] : [];
    });
    const beginnings = answers.flatMap(([, answer]) =>
      'decided' in answer ? [answer.decided.beginning] : [],
    );
    const began = await queries.beginPlaybacks(tx, beginnings);
    for (const { mustStillHold } of group) mustStillHold();
    return answers.filter(([index, answer]) => 'error' in answer || began.has(index));
  });
}

/** One that is refused is the others' business no more. */
function decideEach(asked: Placed, opened: queries.Opened): Answer {
  try {
    const { student, seat } = toStudent(asked.scope, opened);
    return { decided: decide(asked, student, found(seat)) };
  } catch (error) {
    return { error };
  }
}

function startAlone(asked: Asked, patience_ms: number): Promise<Decided> {
  return asked.scope.tx(async (tx, scope) => {
    const { student, seat } = await mustHaveSeat(tx, scope, asked, patience_ms);
    const decided = decide({ ...asked, scope, index: 0 }, student, seat);
    await queries.holdPlaybacks(tx, decided.beginning.gone);
    await queries.beginPlaybacks(tx, [decided.beginning]);
    asked.mustStillHold();
    return decided;
  });
}

/** The caller, still signed in, with a seat in the video's class session; what its rules are made from is held. */
async function mustHaveSeat(tx: Tx, scope: Scope, { input, opening }: Asked, patience_ms: number) {
  const { student, seat } = await mustBeStudent(tx, scope, opening, patience_ms);
  if (seat) return { student, seat };
  const viewing = found(await findViewing(tx, input.video_id, student.student_id));
  return refuse(mustBeAllowed(viewing, input.enrollment_id) && 'no_session_access');
}

/** Whether it may begin, and as what. */
function decide(
  { scope, input, opening, index }: Placed,
  student: queries.Student,
  { viewing, live, over, continued }: queries.OpenedSeat,
): Decided {
  const { video_id, device_id, takeover } = input;
  const { verdict, enrollment_id } = mustBeAllowed(viewing, input.enrollment_id);
  const seat = { student, viewing, verdict, enrollment_id };
  const place = placeFor(verdict.policy.concurrency, live, { video_id, device_id, takeover });
  if (place.refused !== null) refuse(place.refused, { can_take_over: true });
  const terms = termsOf(seat);
  const standing = standingOf(viewing, scope.now);
  const playback = {
    ...{ session_id: randomUUID(), policy_version: 1, ...standing, ...terms, credit_rate: terms.max_rate },
    ...{ video_id, enrollment_id, user_id: opening.person, device_id },
    credit_from: creditFrom(continued, scope.now),
    paused_at: standing.state === 'paused' ? scope.now : null,
    ...{ started_at: scope.now, policy_since: scope.now },
    ...livingFrom(scope.now),
  };
  const gone = [...over.map(({ session_id }) => ({ session_id, reason: null })), ...place.endings];
  return { seat, beginning: { index, playback, is_first: viewing.progress === null, gone } };
}
