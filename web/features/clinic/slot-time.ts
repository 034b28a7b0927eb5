import { useDates } from '../../lib/dates.ts';

/** A slot's time for people: the day and from when to when. */
export function useSlotTime() {
  const dates = useDates();
  return ({ starts_at, ends_at }: { starts_at: string; ends_at: string }) =>
    `${dates.dateTime(starts_at)}–${dates.time(ends_at)}`;
}
