import { expect, test } from 'vitest';
import { createAnswerLine, type Given } from './answer-line.ts';

const given = (exam_question_id: number, answer: string, seq: number): Given => ({
  exam_question_id,
  answer,
  seq,
});

function server() {
  const kept: Given[] = [];
  const remembered: (readonly Given[])[] = [];
  const faults: string[] = [];
  const ways = {
    send: async (one: Given) => {
      const fault = faults.shift();
      if (fault) throw new Error(fault);
      kept.push(one);
    },
    isPassing: (error: unknown) => error instanceof Error && error.message === 'offline',
    keep: (waiting: readonly Given[]) => remembered.push(waiting),
    wait: async () => undefined,
  };
  return { kept, remembered, faults, ways };
}

test('answers arrive one after the other, and nothing is left to remember', async () => {
  const { kept, remembered, ways } = server();
  const line = createAnswerLine(ways);
  line.give(given(1, '3', 1));
  line.give(given(2, '4', 2));
  await line.flush();
  expect(kept.map(({ answer }) => answer)).toEqual(['3', '4']);
  expect(remembered.at(-1)).toEqual([]);
});

test('what a lost network held back is sent later, of each question only the newest', async () => {
  const { kept, faults, ways } = server();
  faults.push('offline', 'offline');
  const line = createAnswerLine(ways, [given(1, '1', 1)]);
  line.give(given(1, '2', 2));
  line.give(given(2, '5', 3));
  await line.flush();
  expect(kept).toEqual([given(1, '2', 2), given(2, '5', 3)]);
  expect(line.state.get()).toEqual({ waiting: [], isStuck: false, refusal: undefined });
});

test('a refusal ends the line and is told', async () => {
  const { kept, faults, ways } = server();
  faults.push('closed');
  const line = createAnswerLine(ways);
  line.give(given(1, '1', 1));
  await line.flush();
  expect(kept).toEqual([]);
  expect(line.state.get().refusal).toBeInstanceOf(Error);
});
