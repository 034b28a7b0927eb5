import type { NoticeWishes } from '@seodang/contract/notices.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { toClock } from '#core/calendar.rules.ts';
import type { Tx } from '#core/db.ts';
import type { Platform } from '#core/platform.ts';
import { refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { vapidKeys } from './push.provider.ts';
import { deleteSubscriptionsOf, listSubscriptions, upsertSubscription } from './push.queries.ts';
import { noticeSettingsOf } from './settings.rules.ts';
import { findWishes, upsertWishes } from './wishes.queries.ts';

type Wishes = Pick<NoticeWishes, 'refused' | 'quiet_from' | 'quiet_until'>;

/** What one user wants to hear, and when; without a wish everything, at the hours of the academy. */
export async function wishesOf(tx: Tx, user_id: number | null): Promise<Wishes> {
  const kept = user_id === null ? undefined : await findWishes(tx, user_id);
  return {
    refused: (kept?.refused ?? []) as Wishes['refused'],
    quiet_from: toClock(kept?.quiet_from ?? null),
    quiet_until: toClock(kept?.quiet_until ?? null),
  };
}

export function readWishes(scope: Scope, platform: Platform): Promise<NoticeWishes> {
  return scope.tx((tx, scope) => toWishes(tx, userOf(scope).user_id, platform));
}

/** Changes what is given; half of a pair of hours is refused. */
export function changeWishes(
  scope: Scope,
  platform: Platform,
  change: Partial<Wishes>,
): Promise<NoticeWishes> {
  return scope.tx(async (tx, scope) => {
    const { user_id } = userOf(scope);
    const after = { ...(await wishesOf(tx, user_id)), ...change };
    if ((after.quiet_from === null) !== (after.quiet_until === null))
      refuseFields({ pointer: '/quiet_until', message: 'needs quiet_from, and the other way round' });
    await upsertWishes(tx, user_id, { ...after, refused: [...new Set(after.refused)] });
    return toWishes(tx, user_id, platform);
  });
}

async function toWishes(tx: Tx, user_id: number, { config, secrets }: Platform): Promise<NoticeWishes> {
  const { quiet_from, quiet_until } = noticeSettingsOf((await findAcademy(tx)).settings);
  return {
    ...(await wishesOf(tx, user_id)),
    academy_quiet_from: quiet_from,
    academy_quiet_until: quiet_until,
    push_key: config.PUSH_CONTACT ? vapidKeys(secrets.app).publicKey : null,
    push_count: (await listSubscriptions(tx, [user_id])).length,
  };
}

/** Where browsers get their messages: a server of ours sends there, so it must be one of theirs. */
const pushServices =
  /(^|\.)(fcm\.googleapis\.com|push\.services\.mozilla\.com|notify\.windows\.com|push\.apple\.com)$/;

export function subscribeToPush(
  scope: Scope,
  subscription: { endpoint: string; p256dh: string; auth: string },
): Promise<{ push_count: number }> {
  const { endpoint } = subscription;
  if (!URL.canParse(endpoint) || !pushServices.test(new URL(endpoint).hostname))
    refuseFields({ pointer: '/endpoint', message: 'is not of a push service that is known here' });
  return scope.tx(async (tx, scope) => {
    const { user_id } = userOf(scope);
    await upsertSubscription(tx, { user_id, ...subscription });
    return { push_count: (await listSubscriptions(tx, [user_id])).length };
  });
}

export function unsubscribeFromPush(scope: Scope): Promise<void> {
  return scope.tx((tx, scope) => deleteSubscriptionsOf(tx, userOf(scope).user_id));
}
