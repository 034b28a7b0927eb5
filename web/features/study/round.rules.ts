import type { Output } from '@seodang/contract/call.ts';
import type { studyPack } from '@seodang/contract/study-overview.ts';
import type { Mode, Outcome } from '@seodang/recall';

/** A question as the device keeps it, with all that the student answered to it before. */
export type Question = Output<typeof studyPack>['questions'][number];

/** The name of the picture of what the student last marked on paper. */
export const sheetOf = ({ history }: Pick<Question, 'history'>) =>
  history.findLast(({ picture_path }) => picture_path !== undefined)?.picture_path;

/** One answer of a round: only on this device, taken in by the server, or waiting there for its question. */
export type Given = {
  readonly seq: number;
  readonly pub_id: string;
  readonly selected: readonly string[];
  readonly unsure: boolean;
  readonly answered_at: string;
  readonly elapsed_ms: number | null;
  /** Milliseconds since 1970, by the server's clock once it has it. */
  readonly at: number;
  readonly outcome: Outcome;
  readonly is_correct: boolean;
  readonly delivery: 'here' | 'underway' | 'arrived' | 'waiting';
};

/** One quiz session on this device: what it asks never changes, what was answered is appended or taken back. */
export type Round = {
  readonly uuid: string;
  readonly mode: Mode;
  readonly pub_ids: readonly string[];
  /** Asked with their choices in another order. */
  readonly reshuffled: readonly string[];
  readonly seed: number;
  /** Put off to the end, in this order. */
  readonly skipped: readonly string[];
  readonly begun_at: number;
  readonly finished_at: number | null;
  /** A place in a round is never used twice, whatever was taken back. */
  readonly next_seq: number;
  readonly given: readonly Given[];
  /** The pack has everything of it, so that it is history and no longer counts from here. */
  readonly is_packed: boolean;
  /** When the student last left it, so that another device may go on: all answers until then may be sent. */
  readonly left_at?: number;
  /** How many were wished for, where there were fewer. */
  readonly wanted?: number;
  /** Of what was wrong: how many another question of its group stands for. */
  readonly variants?: number;
  /** What the server was told of it last; not there while it was told nothing. */
  readonly shared?: string;
  /** It was begun on another device. */
  readonly is_joined?: boolean;
  /** Other devices have it too, so that they are to know soon what was answered here. */
  readonly has_others?: boolean;
};

const IDLE_MS = 10 * 60_000;
/** How long the last answer can be taken back while other devices may go on with the round. */
export const IDLE_SHARED_MS = 30_000;
export const isUnsent = ({ delivery }: Given) => delivery === 'here' || delivery === 'underway';

/**
 * What may be sent now: a round that is over, that the student left, or that nobody went on with for ten minutes. Of one
 * that other devices have too all but the last answer goes at once, and that one soon.
 */
export function unsentOf(round: Round, now: number): Given[] {
  const last = round.given.at(-1);
  const last_at = last ? Date.parse(last.answered_at) : now;
  const isResting =
    now - last_at >= (round.has_others ? IDLE_SHARED_MS : IDLE_MS) || (round.left_at ?? 0) >= last_at;
  const unsent = round.given.filter(isUnsent);
  if (round.finished_at !== null || isResting) return unsent;
  return round.has_others ? unsent.filter((one) => one !== last) : [];
}

/** Whether other devices wait for answers that are only here. */
export const isAwaited = ({ has_others, given }: Round) => has_others === true && given.some(isUnsent);

/** What counts of a round: the first answer to each of its questions, of whichever device. */
export const countedOf = ({ given }: Round): Given[] =>
  [...new Map(given.toReversed().map((one) => [one.pub_id, one])).values()].reverse();

/** Everything that was answered in it has reached the server. */
export const isDelivered = ({ given }: Round) => !given.some(isUnsent);

/** How many answers are on this device only. */
export const countUnsent = (rounds: readonly Round[]) =>
  rounds.reduce((sum, { given }) => sum + given.filter(isUnsent).length, 0);

type Questions = ReadonlyMap<string, Question>;

/** The question that comes next, of those that are still there; undefined when all are answered. */
export function nextOf(round: Round, questions: Questions): Question | undefined {
  const answered = new Set(round.given.map(({ pub_id }) => pub_id));
  const inTurn = [...round.pub_ids.filter((one) => !round.skipped.includes(one)), ...round.skipped];
  const next = inTurn.find((pub_id) => !answered.has(pub_id) && questions.has(pub_id));
  return next === undefined ? undefined : questions.get(next);
}

export const isOpen = (round: Round, questions: Questions) =>
  round.finished_at === null && nextOf(round, questions) !== undefined;

/** Appends an answer. */
export function withAnswer(round: Round, given: Omit<Given, 'seq' | 'delivery'>): Round {
  const one: Given = { ...given, seq: round.next_seq, delivery: 'here' };
  return { ...round, given: [...round.given, one], next_seq: round.next_seq + 1, is_packed: false };
}

/** Whether the last answer can still be taken back: what may have reached the server cannot. */
export function mayUndo({ given, finished_at }: Round): boolean {
  return finished_at === null && given.at(-1)?.delivery === 'here';
}

export function withoutLast(round: Round): Round {
  return mayUndo(round) ? { ...round, given: round.given.slice(0, -1) } : round;
}

/** What the server is to be told of a round: what was put off, and that it has ended. */
export const shareOf = ({ finished_at, skipped }: Round): string =>
  finished_at === null ? `open ${skipped.join()}` : 'ended';

/** Whether the server has to be told; what began and ended without network concerns no other device. */
export function isToShare(round: Round): boolean {
  if (round.shared === undefined) return round.finished_at === null;
  return round.shared !== 'ended' && round.shared !== shareOf(round);
}

/** With the answers that were given to it on other devices, as the pack has them, in the order of time. */
export function withArrived(round: Round, questions: Questions): Round {
  const known = new Set(round.given.map(({ seq }) => seq));
  const arrived = round.pub_ids.flatMap((pub_id) =>
    (questions.get(pub_id)?.history ?? [])
      .filter(({ quiz_session, seq }) => quiz_session === round.uuid && !known.has(seq))
      .map(({ quiz_session: _, ...one }): Given => {
        const answered_at = new Date(one.at).toISOString();
        return { ...one, pub_id, answered_at, elapsed_ms: null, delivery: 'arrived' };
      }),
  );
  if (arrived.length === 0) return round;
  return { ...round, given: [...round.given, ...arrived].sort((a, b) => a.at - b.at || a.seq - b.seq) };
}

/** Puts a question off until all others are answered. */
export function withSkipped(round: Round, pub_id: string): Round {
  return { ...round, skipped: [...round.skipped.filter((one) => one !== pub_id), pub_id] };
}
