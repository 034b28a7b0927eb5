import { createStore } from '../../lib/store.ts';

export type Given = { exam_question_id: number; answer: string; seq: number };

type Ways = {
  /** Keeps one answer at the server; throws when that did not work. */
  send: (given: Given) => Promise<unknown>;
  /** Whether trying again can help. */
  isPassing: (error: unknown) => boolean;
  /** What a reload of the page must find again. */
  keep: (waiting: readonly Given[]) => void;
  wait: (milliseconds: number) => Promise<unknown>;
};
export type LineState = { waiting: readonly Given[]; isStuck: boolean; refusal: unknown };

const againMs = 2000;

/**
 * Brings answers to the server one after the other, in whatever order questions are answered. Of one question only the
 * newest answer is sent; what could not be sent waits, here and in the browser's memory.
 */
export function createAnswerLine(ways: Ways, left: readonly Given[] = []) {
  const state = createStore<LineState>({ waiting: left, isStuck: false, refusal: undefined });
  let running: Promise<void> | undefined;

  const set = (change: Partial<LineState>) => {
    state.set({ ...state.get(), ...change });
    if (change.waiting) ways.keep(change.waiting);
  };
  const drop = (sent: Given) =>
    set({ waiting: state.get().waiting.filter((one) => one !== sent), isStuck: false });

  async function run(): Promise<void> {
    for (let next = state.get().waiting[0]; next; next = state.get().waiting[0]) {
      const sent = next;
      const error: unknown = await ways.send(sent).then(
        () => drop(sent),
        (reason: unknown) => reason,
      );
      if (error === undefined) continue;
      if (!ways.isPassing(error)) return set({ refusal: error, waiting: [] });
      set({ isStuck: true });
      await ways.wait(againMs);
    }
  }

  const go = () => {
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };

  return {
    state,
    give: (given: Given) => {
      const others = state.get().waiting.filter((one) => one.exam_question_id !== given.exam_question_id);
      set({ waiting: [...others, given] });
      void go();
    },
    /** Resolves once everything is at the server, or was refused. */
    flush: go,
  };
}
