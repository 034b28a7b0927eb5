/** A class session in a calendar. */
export type CalendarEvent = {
  uid: string;
  title: string;
  place: string;
  /** Cancelled for this student: the absence is excused. */
  is_cancelled: boolean;
  /** YYYY-MM-DD, for what has no time of day. */
  date: string;
  starts_at: Date | null;
  ends_at: Date | null;
  changed_at: Date;
};

const LINE_OCTETS = 75;

/** An iCalendar file (RFC 5545): lines end with CRLF, long ones are folded, text is escaped, times are in UTC. */
export function toCalendar(name: string, events: readonly CalendarEvent[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Seodang//Seodang//KO',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...events.flatMap(toLines),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function toLines(event: CalendarEvent): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `DTSTAMP:${instant(event.changed_at)}`,
    `LAST-MODIFIED:${instant(event.changed_at)}`,
    ...timesOf(event),
    `SUMMARY:${escaped(event.title)}`,
    ...(event.place ? [`LOCATION:${escaped(event.place)}`] : []),
    `STATUS:${event.is_cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
  ];
}

function timesOf({ date, starts_at, ends_at }: CalendarEvent): string[] {
  if (!starts_at) return [`DTSTART;VALUE=DATE:${date.replaceAll('-', '')}`];
  return [`DTSTART:${instant(starts_at)}`, ...(ends_at ? [`DTEND:${instant(ends_at)}`] : [])];
}

function instant(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');
}

/** Folded by octets, and never inside a character. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  for (const character of line) {
    const room = parts.length === 0 ? LINE_OCTETS : LINE_OCTETS - 1;
    if (Buffer.byteLength(part + character) > room) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part].join('\r\n ');
}
