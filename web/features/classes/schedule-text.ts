import type { Lecture } from './classes.queries.ts';
import { useClassesWords } from './words.ts';

/** "월·수 18:00–20:00, 토 10:00–12:00": days with the same time are said together. */
export function useScheduleText() {
  const { weekdays } = useClassesWords();
  return (schedule: Lecture['schedule']): string => {
    const times = Map.groupBy(schedule, ({ starts_at, ends_at }) => `${starts_at}–${ends_at}`);
    return [...times]
      .map(([time, days]) => `${days.map(({ weekday }) => weekdays[weekday - 1]).join('·')} ${time}`)
      .join(', ');
  };
}
