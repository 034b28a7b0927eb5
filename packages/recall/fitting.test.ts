import { expect, test } from 'vitest';
import { fitted } from './fitting/fit.ts';
import { before, bySm2, cardsOf, isBetter, lossesOf, meanLoss } from './fitting/index.ts';
import { logOf, simulatedCards } from './testing/learners.ts';

const cards = simulatedCards(7, { students: 8, questions: 100, days: 200 });

test('weights that were learned from earlier answers predict later ones better, and were not shown them', async () => {
  const fit = await fitted([{ log: logOf(cards), inUse: null }]);
  if (!fit) throw new Error('no fit');
  expect(fit.log_loss).toBeLessThan(fit.log_loss_default - 0.01);
  expect(fit.log_loss_before).toBe(fit.log_loss_default);
  expect(fit.learned + fit.tested).toBeGreaterThan(9000);
  expect(fit.tested / (fit.learned + fit.tested)).toBeCloseTo(0.2, 1);
  expect(isBetter(fit)).toBe(true);
  const early = await fitted([{ log: logOf(cards), inUse: fit.weights }]);
  expect(early?.weights).toEqual(fit.weights);
  expect(early).toMatchObject({ gain: 0, log_loss_before: fit.log_loss });
  expect(early && isBetter(early)).toBe(false);
});

test('parts of a log are tried beside the weights that each of them has in use', async () => {
  const whole = await fitted([{ log: logOf(cards), inUse: null }]);
  if (!whole) throw new Error('no fit');
  const [one, other] = [cards.slice(0, 300), cards.slice(300)].map(logOf) as [string, string];
  const parts = await fitted([
    { log: one, inUse: whole.weights },
    { log: other, inUse: null },
  ]);
  expect(parts).toMatchObject({ weights: whole.weights, log_loss_default: whole.log_loss_default });
  expect(parts?.log_loss_before).toBeLessThan(whole.log_loss_before);
  expect(parts?.log_loss_before).toBeGreaterThan(whole.log_loss);
});

test('a log that is too short teaches nothing, and one that is none is refused', async () => {
  expect(await fitted([{ log: '', inUse: null }])).toBeUndefined();
  expect(
    await fitted([{ log: logOf(simulatedCards(7, { students: 1, questions: 10, days: 60 })), inUse: null }]),
  ).toBeUndefined();
  expect(() => cardsOf('20412a,20415')).toThrow(RangeError);
  expect(cardsOf('3a,5g\n4h')).toEqual([
    [
      { day: 3, rating: 'again' },
      { day: 5, rating: 'good' },
    ],
    [{ day: 4, rating: 'hard' }],
  ]);
});

test('losses count what comes from a day on, once a day, from all before it', () => {
  const card = cardsOf('0g,0a,10g,20a');
  const seen: number[] = [];
  const losses = lossesOf(card, 15, () => (_, at) => {
    seen.push(at);
    return 0.5;
  });
  expect(seen).toEqual([1, 2, 3]);
  expect(losses.counts).toEqual([1]);
  expect(meanLoss(losses)).toBeCloseTo(Math.LN2);
  expect(before(card, 10)).toEqual([card[0]?.slice(0, 2)]);
});

test('SM-2 names six days after the second pass and one after a failure', () => {
  const [card = []] = cardsOf('0g,1g,7g,22a,23g');
  const chances = [1, 2, 3, 4].map((upTo) => {
    const predict = bySm2();
    return Array.from({ length: upTo }, (_, at) => predict(card, at + 1)).at(-1);
  });
  expect(chances).toEqual([0.9, 0.9, 0.9, 0.9].map((chance) => expect.closeTo(chance, 6)));
});
