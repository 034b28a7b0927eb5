import { createStore, type Store } from '../../lib/store.ts';
import { roundFor, type Wish } from './choose.rules.ts';
import { type Change, openStudyDb, type StudyDb, writerOf } from './db.ts';
import { answerKey, withKept } from './kept.rules.ts';
import { allRemembered, judge, type Remembered, rememberedOf, type Weights } from './memory.rules.ts';
import type { Known } from './overview.rules.ts';
import {
  isOpen,
  isUnsent,
  mayUndo,
  nextOf,
  type Question,
  type Round,
  withAnswer,
  withoutLast,
  withSkipped,
} from './round.rules.ts';
import { type SyncState, synchronise } from './sync.ts';

/** What this device knows of one student's studying. */
export type StudyState = {
  readonly is_open: boolean;
  readonly has_pack: boolean;
  readonly timezone: string;
  /** By which memory is folded, as the server says. */
  readonly weights: Weights;
  /** When the server was last asked; 0 for never. */
  readonly synced_at: number;
  readonly bank: string;
  readonly waiting_count: number;
  readonly questions: ReadonlyMap<string, Question>;
  readonly rounds: readonly Round[];
  readonly remembered: ReadonlyMap<string, Remembered>;
  readonly sync: SyncState;
  /** The device has no room for what is on the screen: it is lost with the page unless it is sent. */
  readonly is_unkept: boolean;
};

const nothing: StudyState = {
  ...{ is_open: false, has_pack: false, timezone: 'Asia/Seoul', synced_at: 0, bank: '', waiting_count: 0 },
  ...{ weights: [], questions: new Map(), rounds: [], remembered: new Map(), sync: { state: 'resting' } },
  is_unkept: false,
};

/** One student's studying on this device: everything at once and without network, the server when it is there. */
export class Study {
  readonly state: Store<StudyState> = createStore(nothing);
  readonly opened: Promise<void>;
  readonly #db: Promise<StudyDb>;
  readonly #keep: (change: Change) => Promise<boolean>;
  readonly #otherTabs: BroadcastChannel;
  readonly #lock: string;
  readonly #takenBack = new Set<string>();

  constructor(tenant: string, user_id: number) {
    this.#db = openStudyDb(tenant, user_id);
    this.#lock = `seodang.study.${tenant}.${user_id}`;
    this.#otherTabs = new BroadcastChannel(this.#lock);
    this.#keep = writerOf(this.#db, (kept) => this.#everything(kept));
    this.#otherTabs.onmessage = () => void (this.state.get().is_unkept ? this.#readRounds() : this.#read());
    this.opened = this.#read();
  }

  async #read(): Promise<void> {
    const db = await this.#db;
    const [questions, rounds, facts] = await Promise.all([
      db.readAll('questions'),
      db.readAll('rounds'),
      db.readAll('facts'),
    ]);
    const pack = facts.find(({ name }) => name === 'pack');
    const { timezone = nothing.timezone, bank = '', waiting_count = 0, at: synced_at = 0 } = pack ?? {};
    const weights = (pack?.weights ?? []).filter((one) => typeof one === 'object');
    this.#set({
      ...{ is_open: true, has_pack: pack !== undefined, timezone, weights, bank, waiting_count, synced_at },
      questions: new Map(questions.map((one) => [one.pub_id, one])),
      rounds: rounds.sort((a, b) => a.begun_at - b.begun_at),
    });
    this.#rememberAll();
  }

  /** What is here only stays, with what other tabs did. */
  async #readRounds(): Promise<void> {
    this.#merge(await (await this.#db).readAll('rounds'));
    this.#rememberAll();
  }

  #merge(kept: readonly Round[]): void {
    const known = new Map(kept.map((round) => [round.uuid, round]));
    const rounds = this.state.get().rounds.map((round) => {
      const other = known.get(round.uuid);
      return other ? withKept(round, other, this.#takenBack) : round;
    });
    this.#set({ rounds });
  }

  #set(change: Partial<StudyState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }

  #rememberAll(): void {
    const { questions, rounds, ...folding } = this.state.get();
    this.#set({ remembered: allRemembered(questions.values(), rounds, folding) });
  }

  #remember(pub_id: string): void {
    const { questions, rounds, remembered, ...folding } = this.state.get();
    const question = questions.get(pub_id);
    const one = question && rememberedOf(question, rounds, folding);
    const next = new Map(remembered);
    if (one) next.set(pub_id, one);
    else next.delete(pub_id);
    this.#set({ remembered: next });
  }

  /** Whether the device keeps it. */
  async #write(change: Change): Promise<boolean> {
    const isKept = await this.#keep(change);
    if (this.state.get().is_unkept === isKept) this.#set({ is_unkept: !isKept });
    if (isKept) this.#otherTabs.postMessage('changed');
    return isKept;
  }

  #everything(kept: readonly Round[]): Change {
    this.#merge(kept);
    const { questions, rounds, has_pack, timezone, weights, bank, waiting_count, synced_at } =
      this.state.get();
    const pack = { name: 'pack' as const, timezone, weights, bank, waiting_count, at: synced_at };
    return {
      questions: { clear: true, put: [...questions.values()] },
      rounds: { put: rounds },
      facts: { put: has_pack ? [pack] : [] },
    };
  }

  /** Puts a round in its place, on the screen at once. */
  async #putRound(round: Round): Promise<void> {
    const others = this.state.get().rounds.filter(({ uuid }) => uuid !== round.uuid);
    this.#set({ rounds: [...others, round].sort((a, b) => a.begun_at - b.begun_at) });
    if (await this.#write({ rounds: { put: [round] } })) return;
    // What the device has no room for is safe with the server alone.
    const unkept = this.find(round.uuid);
    if (!unkept?.given.some(isUnsent)) return;
    const left = { ...unkept, left_at: Date.now() };
    this.#set({ rounds: this.state.get().rounds.map((one) => (one === unkept ? left : one)) });
    void this.sync();
  }

  /** Every question with what is remembered of it. */
  known(): Known[] {
    const { questions, remembered } = this.state.get();
    return [...questions.values()].map((question) => ({
      question,
      remembered: remembered.get(question.pub_id),
    }));
  }

  find(uuid: string): Round | undefined {
    return this.state.get().rounds.find((round) => round.uuid === uuid);
  }

  /** Begins a round; undefined when there is nothing of the kind to ask. */
  async begin(wish: Wish): Promise<Round | undefined> {
    const { timezone } = this.state.get();
    const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    const ids = { uuid: crypto.randomUUID(), seed, now: Date.now(), timezone };
    const round = roundFor(this.known(), wish, ids);
    if (!round) return undefined;
    await this.#putRound(round);
    void this.sync();
    return round;
  }

  /** Answers the next question of a round; undefined when that is no answer. The round ends by itself with the last one. */
  async answer(uuid: string, given: { selected: readonly string[]; unsure: boolean; elapsed_ms: number }) {
    const round = this.find(uuid);
    const question = round && nextOf(round, this.state.get().questions);
    const meaning = question && judge(question, given.selected, given.unsure);
    if (!round || !question || !meaning) return undefined;
    const now = new Date();
    const { outcome, is_correct } = meaning;
    const what = { outcome, is_correct, at: now.getTime(), answered_at: now.toISOString() };
    const next = withAnswer(round, { ...given, ...what, pub_id: question.pub_id });
    const writing = this.#putRound(next);
    this.#remember(question.pub_id);
    await writing;
    if (next.has_others) void this.sync();
    return next.given.at(-1);
  }

  /** Takes the last answer back, as if it had never been given. */
  async undo(uuid: string): Promise<void> {
    const round = this.find(uuid);
    const last = round?.given.at(-1);
    if (!round || !last) return;
    if (mayUndo(round)) this.#takenBack.add(answerKey(last));
    const writing = this.#putRound(withoutLast(round));
    this.#remember(last.pub_id);
    await writing;
  }

  /** Puts the next question off until all others are answered. */
  async skip(uuid: string): Promise<void> {
    const round = this.find(uuid);
    const question = round && nextOf(round, this.state.get().questions);
    if (question) await this.#putRound(withSkipped(round, question.pub_id));
  }

  /** Ends a round: what was answered counts and may be sent. A round without an answer leaves nothing behind. */
  async finish(uuid: string): Promise<void> {
    const round = this.find(uuid);
    if (!round || round.finished_at !== null) return;
    // Other devices are told that it has ended.
    if (round.given.length > 0 || round.shared !== undefined)
      return this.#putRound({ ...round, finished_at: Date.now() });
    this.#set({ rounds: this.state.get().rounds.filter((one) => one !== round) });
    await this.#write({ rounds: { remove: [uuid] } });
  }

  /** Leaves a round for now: what was answered is sent, so that another device may go on with it. */
  async leave(uuid: string): Promise<void> {
    const round = this.find(uuid);
    if (!round || round.finished_at !== null || !round.given.some(isUnsent)) return;
    await this.#putRound({ ...round, left_at: Date.now() });
    await this.sync();
  }

  openRound(): Round | undefined {
    const { rounds, questions } = this.state.get();
    return rounds.findLast((round) => isOpen(round, questions));
  }

  /** Sends what is here only, and takes what is new; one tab of the browser at a time. */
  async sync(): Promise<SyncState> {
    await this.opened;
    const work = () =>
      synchronise({
        state: this.state.get,
        set: (change) => this.#set(change),
        rememberAll: () => this.#rememberAll(),
        write: async (change) => void (await this.#write(change)),
      });
    return navigator.locks ? navigator.locks.request(this.#lock, work) : work();
  }
}

let current: { name: string; study: Study } | undefined;

/** The studying of the student who is signed in; another student gets another. */
export function studyOf(tenant: string, user_id: number): Study {
  const name = `${tenant} ${user_id}`;
  if (current?.name !== name) current = { name, study: new Study(tenant, user_id) };
  return current.study;
}

/** Who comes next begins with what is on the device. */
export function closeStudy(): void {
  current = undefined;
}
