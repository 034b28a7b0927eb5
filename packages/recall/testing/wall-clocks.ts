import { ok } from 'node:assert';
import fc from 'fast-check';
import type * as Recall from '../index.ts';

const DAY = 86_400_000;
/** 04:00 in Seoul on some Monday. */
const START = Date.parse('2026-03-02T04:00:00+09:00');

/** Clocks on walls whose distance to each other is no whole hour, or changes with the seasons. */
const walls = new Map(
  ['Asia/Seoul', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/New_York'].map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
  ]),
);
/** About quarters of an hour when it is four on some of them, so that many fall together. */
const aroundFour = fc
  .tuple(fc.oneof(fc.integer({ min: -9, max: 16 }), fc.integer({ min: 48, max: 60 })), fc.constantFrom(0, 32))
  .map(([quarter, week]) => START + week * 7 * DAY + quarter * 900_000)
  .chain((at) => fc.constantFrom(at - 1000, at, at + 899_000));

/** The study day begins when the clock on the wall says four, whatever was asked before. */
export function wallClocks({ studyDayOf }: typeof Recall): void {
  const property = fc.property(
    fc.constantFrom(...walls.keys()),
    fc.array(aroundFour),
    (timezone, moments) => {
      for (const at of moments) {
        const [day = '', hour] = walls.get(timezone)?.format(at).split(/[ :]/) ?? [];
        const before = new Date(Date.parse(day) - DAY).toISOString().slice(0, 10);
        ok(studyDayOf(at, timezone) === (Number(hour) < 4 ? before : day));
      }
    },
  );
  fc.assert(property, { numRuns: 200, seed: 20_261_121 });
}
