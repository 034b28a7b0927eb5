import { Input, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useDates } from '../../lib/dates.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import styles from './classes.module.css';
import { type Lecture, type Plan, scheduleQuery } from './classes.queries.ts';
import { useClassesWords } from './words.ts';

type Weekly = Lecture['schedule'][number];
type DaysProps = { schedule: readonly Weekly[]; change: (schedule: Weekly[]) => void; hint?: string };

/** Press weekdays, then set their times; a new day takes over the time of the one before. */
export function WeekdayFields({ schedule, change, hint }: DaysProps) {
  const { fields, weekdays } = useClassesWords();
  const toggle = (weekday: number) => {
    const others = schedule.filter((one) => one.weekday !== weekday);
    const { starts_at = '18:00', ends_at = '20:00' } = schedule.at(-1) ?? {};
    const next = others.length < schedule.length ? others : [...others, { weekday, starts_at, ends_at }];
    change(next.toSorted((a, b) => a.weekday - b.weekday));
  };
  const setTime = (weekday: number, time: Partial<Weekly>) =>
    change(schedule.map((one) => (one.weekday === weekday ? { ...one, ...time } : one)));
  return (
    <Input.Wrapper
      label={fields.weekdays}
      description={hint ?? fields.weekdaysHint}
      className={styles.wide ?? ''}
    >
      <div className={styles.days}>
        {weekdays.map((name, index) => (
          <button
            key={name}
            type="button"
            className={styles.day}
            aria-pressed={schedule.some(({ weekday }) => weekday === index + 1)}
            onClick={() => toggle(index + 1)}
          >
            {name}
          </button>
        ))}
      </div>
      {schedule.map(({ weekday, starts_at, ends_at }) => {
        const name = weekdays[weekday - 1] ?? '';
        return (
          <div key={weekday} className={styles.times}>
            <span>{name}</span>
            <TextInput
              type="time"
              aria-label={fields.from(name)}
              value={starts_at}
              onChange={(event) => setTime(weekday, { starts_at: event.currentTarget.value })}
            />
            <span aria-hidden>–</span>
            <TextInput
              type="time"
              aria-label={fields.to(name)}
              value={ends_at}
              onChange={(event) => setTime(weekday, { ends_at: event.currentTarget.value })}
            />
          </div>
        );
      })}
    </Input.Wrapper>
  );
}

type PreviewProps = { plan: Plan; skip: (days: string[]) => void };

/** The class sessions that the schedule would make; a press leaves a day out. */
export function SchedulePreview({ plan, skip }: PreviewProps) {
  const words = useClassesWords();
  const dates = useDates();
  const preview = useQuery(scheduleQuery(useDeferredValue(plan)));
  if (preview.isError) return <ProblemAlert error={preview.error} />;
  const sessions = preview.data?.sessions ?? [];
  return (
    <section aria-label={words.preview}>
      <Text fw={600}>{words.preview}</Text>
      <Text size="sm" c="dimmed">
        {words.previewHint}
      </Text>
      <ol className={styles.planned}>
        {sessions.map(({ regular_order, date, starts_at }) => {
          const inside = (
            <>
              <span className={styles.number}>{regular_order}</span>
              <span>
                {date ? dates.day(date) : words.noDate}
                {starts_at && <span className={styles.sessionWhen}> {starts_at}</span>}
              </span>
            </>
          );
          return (
            <li key={regular_order}>
              {date ? (
                <button
                  type="button"
                  className={styles.plan}
                  title={words.skip(dates.day(date))}
                  onClick={() => skip([...plan.skip, date])}
                >
                  {inside}
                </button>
              ) : (
                <span className={styles.plan}>{inside}</span>
              )}
            </li>
          );
        })}
      </ol>
      {plan.skip.length > 0 && (
        <>
          <Text size="sm" fw={600} mt="md">
            {words.skipped}
          </Text>
          <div className={styles.days}>
            {plan.skip.toSorted().map((day) => (
              <button
                key={day}
                type="button"
                className={styles.day}
                style={{ paddingInline: '0.75rem' }}
                title={words.unskip(dates.day(day))}
                onClick={() => skip(plan.skip.filter((other) => other !== day))}
              >
                {dates.day(day)} ×
              </button>
            ))}
          </div>
        </>
      )}
    </section>
  );
}
