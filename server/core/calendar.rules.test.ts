import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayIn, nextDayIn } from './calendar.rules.ts';

test('the next day begins when the date changes there, whatever the zone', () => {
  expect(nextDayIn('Asia/Seoul', new Date('2026-03-02T09:00:00Z'))).toEqual(new Date('2026-03-02T15:00:00Z'));
  const zones = ['Asia/Seoul', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC'];
  const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...zones), instants, (zone, now) => {
      const turn = nextDayIn(zone, now);
      expect(dayIn(zone, turn)).not.toBe(dayIn(zone, now));
      expect(dayIn(zone, new Date(turn.getTime() - 1))).toBe(dayIn(zone, now));
    }),
    { numRuns: 200 },
  );
});
