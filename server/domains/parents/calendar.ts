import { createHash, createHmac } from 'node:crypto';
import { dayIn } from '#core/calendar.rules.ts';
import { inTenant, lock, type Tx } from '#core/db.ts';
import type { Platform } from '#core/platform.ts';
import { refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { countAgainst } from '#domains/identity/index.ts';
import { addressOf } from '#domains/notices/index.ts';
import * as queries from './calendar.queries.ts';
import { type CalendarEvent, toCalendar } from './calendar.rules.ts';
import { mustBeOwnChild } from './lessons.ts';
import { daysAfter } from './week.rules.ts';

const KEPT_DAYS = 60;
/** Calendar programs ask by themselves and go on after an address is closed. */
const feedPatience = { free: 50, first: 5, longest: 900 };

/** The address of a child's calendar, null before it is made. */
export function childCalendar(scope: Scope, platform: Platform, student_id: number) {
  return scope.tx(async (tx, scope) => {
    await mustBeOwnChild(tx, scope, student_id);
    const feed = await queries.findFeed(tx, student_id);
    return { address: feed ? addressFor(platform, tx, student_id, feed.version) : null };
  });
}

/** A new address; the one before no longer answers. */
export function renewChildCalendar(scope: Scope, platform: Platform, student_id: number) {
  return scope.tx(async (tx, scope) => {
    await mustBeOwnChild(tx, scope, student_id);
    await lock(tx, 'calendar', student_id);
    const version = ((await queries.findFeed(tx, student_id))?.version ?? 0) + 1;
    const token_hash = hashOf(tokenOf(platform, tx, student_id, version));
    await queries.upsertFeed(tx, { student_id, token_hash, version, created_at: scope.now });
    return { address: addressFor(platform, tx, student_id, version) };
  });
}

/** `<tenant>_<mac>`: made of the child and the version, so that it can be shown again and is stored nowhere. */
function tokenOf({ secrets }: Platform, { tenant_id }: Tx, student_id: number, version: number): string {
  const mac = createHmac('sha256', secrets.app).update(`calendar ${tenant_id} ${student_id} ${version}`);
  return `${tenant_id}_${mac.digest('base64url')}`;
}

function addressFor(platform: Platform, tx: Tx, student_id: number, version: number): string {
  return addressOf(platform, `/api/v1/calendar/${tokenOf(platform, tx, student_id, version)}.ics`);
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The calendar behind an address; 404 for every other, and whoever tries many must wait. */
export async function readCalendar(platform: Platform, token: string, address: string): Promise<string> {
  const [, plain, tenant] = /^((\d{1,15})_[\w-]{43})(\.ics)?$/.exec(token) ?? [];
  const text =
    plain === undefined
      ? undefined
      : await inTenant(platform.db, Number(tenant), (tx) => render(tx, plain, platform.clock()));
  if (text !== undefined) return text;
  await countAgainst(platform, 'calendar', address, feedPatience);
  refuse('not_found');
}

async function render(tx: Tx, token: string, now: Date): Promise<string | undefined> {
  const feed = await queries.findFeedByHash(tx, hashOf(token));
  if (!feed) return undefined;
  const { student_id, name, academy, timezone, locale } = feed;
  const from = daysAfter(dayIn(timezone, now), -KEPT_DAYS);
  const rows = await queries.listEvents(tx, { student_id, timezone, from });
  return toCalendar(
    `${name} · ${academy}`,
    rows.map((row) => toEvent(row, tx.tenant_id, locale === 'en')),
  );
}

function toEvent(row: queries.EventRow, tenant_id: number, isEnglish: boolean): CalendarEvent {
  const excused = row.is_excused ? (isEnglish ? 'Excused: ' : '(인정 결석) ') : '';
  return {
    ...{ date: row.date, starts_at: row.starts_at, ends_at: row.ends_at, changed_at: row.changed_at },
    uid: `class-${tenant_id}-${row.session_id}@seodang`,
    title: `${excused}${row.lecture_title} ${row.title}`,
    place: row.room,
    is_cancelled: row.is_excused,
  };
}
