import type { NoticeSettings, NoticeSettingsChange } from '@seodang/contract/notices.ts';
import { findAcademy, lockAcademy, updateAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { enqueue } from '#core/tasks.ts';
import { deliverNotice } from './delivery.tasks.ts';
import { countSpent, countWaiting, listWaiting } from './notices.queries.ts';
import type { Carriers } from './provider.ts';
import { noticeSettingsOf } from './settings.rules.ts';

export function readNoticeSettings(scope: Scope, carriers: Carriers): Promise<NoticeSettings> {
  return scope.tx(async (tx) => ({
    ...noticeSettingsOf((await findAcademy(tx)).settings),
    available: availableOf(carriers),
  }));
}

/** Changes what is given; what waits for the morning or for money is looked at anew at once. */
export function changeNoticeSettings(
  scope: Scope,
  carriers: Carriers,
  change: NoticeSettingsChange,
): Promise<NoticeSettings> {
  const available = availableOf(carriers);
  if (change.provider && !available.includes(change.provider))
    refuseFields({ pointer: '/provider', message: 'is not set up on this server' });
  return scope.tx(async (tx, scope) => {
    const academy = await lockAcademy(tx);
    const before = noticeSettingsOf(academy.settings);
    const after = { ...before, ...change };
    if ((after.quiet_from === null) !== (after.quiet_until === null))
      refuseFields({ pointer: '/quiet_until', message: 'needs quiet_from, and the other way round' });
    const settings = { ...(academy.settings as object), notices: after };
    await updateAcademy(tx, { settings: JSON.stringify(settings) });
    await audit(tx, scope, {
      ...{ action: 'notices.settings', subject_type: 'tenant', subject_id: tx.tenant_id },
      ...{ before, after },
    });
    await lookAnew(tx, scope.now);
    await publish(tx, 'notices');
    return { ...after, available };
  });
}

async function lookAnew(tx: Tx, now: Date): Promise<void> {
  for (const id of await listWaiting(tx))
    await enqueue(tx, deliverNotice, { notice_id: id }, { runAt: now, key: String(id) });
}

function availableOf({ email, gateway }: Carriers): NoticeSettings['available'] {
  return ['log', ...(email ? (['email'] as const) : []), ...(gateway ? (['gateway'] as const) : [])];
}

/** What went out and what waits, so that a budget that is used up is seen and not wondered at. */
export function noticeUsage(scope: Scope) {
  return scope.tx(async (tx, { now }) => {
    const { timezone, settings } = await findAcademy(tx);
    const { provider, budget_day, budget_month } = noticeSettingsOf(settings);
    const { morning, budget, failed, unsure } = await countWaiting(tx);
    return {
      ...(await countSpent(tx, timezone, now)),
      ...{ provider, budget_day, budget_month, failed, unsure },
      waiting_for_morning: morning,
      waiting_for_budget: budget,
    };
  });
}
