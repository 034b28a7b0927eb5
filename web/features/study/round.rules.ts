import type { Output } from '@seodang/contract/call.ts';
import type { studyPack } from '@seodang/contract/study-overview.ts';
import type { Mode, Outcome } from '@seodang/recall';

/** A question as the device keeps it, with all that the student answered to it before. */
export type Question = Output<typeof studyPack>['questions'][number];

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
};

const IDLE_MS = 10 * 60_000;
export const isUnsent = ({ delivery }: Given) => delivery === 'here' || delivery === 'underway';

/** What may be sent now: a round that is over, or that nobody went on with for ten minutes. */
export function unsentOf(round: Round, now: number): Given[] {
  const last = round.given.at(-1);
  const isResting = last !== undefined && now - Date.parse(last.answered_at) > IDLE_MS;
  if (round.finished_at === null && !isResting) return [];
  return round.given.filter(isUnsent);
}

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
  return { ...round, given: [...round.given, one], next_seq: round.next_seq + 1 };
}

/** Whether the last answer can still be taken back: what may have reached the server cannot. */
export function mayUndo({ given, finished_at }: Round): boolean {
  return finished_at === null && given.at(-1)?.delivery === 'here';
}

export function withoutLast(round: Round): Round {
  return mayUndo(round) ? { ...round, given: round.given.slice(0, -1) } : round;
}

/** Puts a question off until all others are answered. */
export function withSkipped(round: Round, pub_id: string): Round {
  return { ...round, skipped: [...round.skipped.filter((one) => one !== pub_id), pub_id] };
}
