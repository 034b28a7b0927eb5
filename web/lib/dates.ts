import { currentLocale, type Locale, useLocale } from './i18n/locale.ts';
import { useZone } from './login.ts';

const day: Intl.DateTimeFormatOptions = { month: 'long', day: 'numeric', weekday: 'short' };
const styles = {
  day,
  fullDay: { dateStyle: 'full' },
  shortDay: { month: 'numeric', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  dateTime: { ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  stamp: {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
} satisfies Record<string, Intl.DateTimeFormatOptions>;
type Style = keyof typeof styles;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(style: Style, locale: Locale, zone: string): Intl.DateTimeFormat {
  const key = `${style} ${locale} ${zone}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...styles[style], timeZone: zone });
  formats.set(key, made);
  return made;
}

/** A calendar day (`2026-03-02`) is the same day in every zone; an instant is read in the academy's zone. */
function format(style: Style, locale: Locale, zone: string, when: string | Date): string {
  const isDay = typeof when === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(when);
  const moment = typeof when === 'string' ? new Date(isDay ? `${when}T00:00:00Z` : when) : when;
  return formatOf(style, locale, isDay ? 'UTC' : zone).format(moment);
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

function relative(locale: Locale, when: string, now: Date): string {
  const seconds = Math.round((new Date(when).getTime() - now.getTime()) / 1000);
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
}

/** `5400` → "1시간 30분" / "1 hr 30 min". */
export function spanOf(seconds: number, locale: Locale = currentLocale()): string {
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return unit(Math.floor(seconds), 'second');
  const hours = Math.floor(minutes / 60);
  return [hours > 0 && unit(hours, 'hour'), minutes % 60 > 0 && unit(minutes % 60, 'minute')]
    .filter(Boolean)
    .join(' ');
}

/** `3725` → "1:02:05", as a player shows it. */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Today's calendar day in the zone, `YYYY-MM-DD`. */
export function todayIn(zone: string, now = new Date()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now);
}

/** An instant as the clock on the wall of the zone shows it, `2026-03-02T18:30`, for fields of date and time. */
export function wallClockOf(instant: string | number, zone: string): string {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return clock.format(new Date(instant)).replace(' ', 'T');
}

/** The instant at which the clock on the wall of the zone shows this, as the wire writes it. */
export function instantOf(wallClock: string, zone: string): string {
  const inUtc = Date.parse(`${wallClock}Z`);
  const ahead = Date.parse(`${wallClockOf(inUtc, zone)}Z`) - inUtc;
  return new Date(inUtc - ahead).toISOString();
}

/** The instant at which a calendar day begins in the zone, as the wire writes it. */
export function startOfDay(day: string, zone: string): string {
  return instantOf(`${day}T00:00`, zone);
}

/** Writes days and instants in the user's language and the academy's zone. */
export function useDates() {
  const locale = useLocale();
  const zone = useZone();
  const write = (style: Style) => (when: string | Date) => format(style, locale, zone, when);
  return {
    zone,
    day: write('day'),
    fullDay: write('fullDay'),
    shortDay: write('shortDay'),
    time: write('time'),
    dateTime: write('dateTime'),
    stamp: write('stamp'),
    relative: (when: string, now = new Date()) => relative(locale, when, now),
    span: (seconds: number) => spanOf(seconds, locale),
    today: () => todayIn(zone),
  };
}
