import { BindingMemoryState, FSRSBinding } from '@open-spaced-repetition/binding';
import { expect, test } from 'vitest';
import * as recall from './index.ts';
import { randomOf } from './random.ts';
import { properties } from './testing/properties.ts';

test.each(Object.entries(properties))('%s are as the table of the specification says', async (_, holds) => {
  await holds(recall);
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
