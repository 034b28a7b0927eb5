import { BindingMemoryState, FSRSBinding } from '@open-spaced-repetition/binding';
import { expect, test } from 'vitest';
import * as recall from './index.ts';
import { randomOf } from './random.ts';
import { properties } from './testing/properties.ts';

test.each(Object.entries(properties))('%s are as the table of the specification says', (_, holds) => {
  holds(recall);
});

test('a device and the server agree exactly when they remember the same', async () => {
  const scheduler = recall.schedulerOf();
  const attempt = {
    quiz_session: 'a',
    seq: 1,
    at: 1_772_000_000_000,
    outcome: 'wrong',
    rating: 'again',
  } as const;
  const memory = recall.memoryOf(scheduler, [attempt], 'Asia/Seoul') as recall.Memory;
  const here = new Map([
    ['q1', memory],
    ['q2', memory],
  ]);
  const there = new Map([...here].reverse());
  expect(await recall.stateHashOf(there)).toBe(await recall.stateHashOf(here));
  there.set('q2', { ...memory, due_day: '2027-01-01' });
  expect(await recall.stateHashOf(there)).not.toBe(await recall.stateHashOf(here));
});

test('memories are those that fsrs-rs computes, within a hundred-thousandth, over 20,000 steps', () => {
  const { engine, weights } = recall.schedulerOf();
  const reference = new FSRSBinding([...weights]);
  const random = randomOf(20_261_121);
  let worst = 0;
  let state: { stability: number; difficulty: number } | null = null;
  for (let step = 0; step < 20_000; step += 1) {
    if (step % 10 === 0) state = null;
    const days = state ? Math.floor(random() ** 3 * 400) : 0;
    const rating = (['again', 'hard', 'good'] as const)[Math.floor(random() * 3)] ?? 'good';
    const ours = engine.next_state(state, days, { again: 1, hard: 2, good: 3 }[rating]);
    const known = state && new BindingMemoryState(state.stability, state.difficulty);
    const theirs: { stability: number; difficulty: number } = reference.nextStates(known, 0.9, days)[rating]
      .memory;
    for (const field of ['stability', 'difficulty'] as const)
      worst = Math.max(worst, Math.abs(ours[field] - theirs[field]) / theirs[field]);
    state = ours;
  }
  expect(worst).toBeLessThan(1e-5);
});
