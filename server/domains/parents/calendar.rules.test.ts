import { expect, test } from 'vitest';
import { type CalendarEvent, toCalendar } from './calendar.rules.ts';
import { isReportTime, mondayOf } from './week.rules.ts';

const lesson: CalendarEvent = {
  uid: 'class-1-7@seodang',
  title: '고1 수학 A 3차시',
  place: '301호',
  is_cancelled: false,
  date: '2026-11-23',
  starts_at: new Date('2026-11-23T09:00:00Z'),
  ends_at: new Date('2026-11-23T11:00:00Z'),
  changed_at: new Date('2026-11-20T01:02:03.456Z'),
};

test('an event has its instants in UTC, or a whole day, and says when it is cancelled', () => {
  expect(toCalendar('김민준', [lesson]).split('\r\n')).toEqual(
    expect.arrayContaining([
      'BEGIN:VEVENT',
      'UID:class-1-7@seodang',
      'DTSTAMP:20261120T010203Z',
      'DTSTART:20261123T090000Z',
      'DTEND:20261123T110000Z',
      'STATUS:CONFIRMED',
    ]),
  );
  const whole = { ...lesson, starts_at: null, ends_at: null, is_cancelled: true };
  const text = toCalendar('김민준', [whole]);
  expect(text).toContain('DTSTART;VALUE=DATE:20261123\r\n');
  expect(text).toContain('STATUS:CANCELLED\r\n');
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
});

test('text is escaped, and nobody writes a line of their own into the file', () => {
  const text = toCalendar('a', [{ ...lesson, title: '보강; 함수, 극한\\\r\nEND:VCALENDAR' }]);
  expect(text).toContain('SUMMARY:보강\\; 함수\\, 극한\\\\\\nEND:VCALENDAR\r\n');
  expect(text.match(/^END:VCALENDAR/gm)).toHaveLength(1);
});

test('lines are folded at 75 octets, never inside a character, and unfold to what they were', () => {
  const title = `${'가나다라마바사'.repeat(12)}👩‍🏫 end`;
  const text = toCalendar('a', [{ ...lesson, title }]);
  const lines = text.split('\r\n');
  expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  expect(text).not.toContain('\uFFFD');
  expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:${title}\r\n`);
});

test('a week begins on Monday, and its report is due from Friday afternoon to Sunday', () => {
  expect(['2026-11-16', '2026-11-20', '2026-11-22'].map(mondayOf)).toEqual(Array(3).fill('2026-11-16'));
  expect(isReportTime('2026-11-20', '16:59')).toBe(false);
  expect(isReportTime('2026-11-20', '17:00')).toBe(true);
  expect(isReportTime('2026-11-22', '03:00')).toBe(true);
  expect(isReportTime('2026-11-23', '18:00')).toBe(false);
});
