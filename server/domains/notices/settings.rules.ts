import { NoticeSettings } from '@seodang/contract/notices.ts';
import { z } from 'zod';

const { provider, quiet_from, quiet_until, budget_day, budget_month } = NoticeSettings.shape;
const Kept = z.object({
  provider: provider.catch('log'),
  quiet_from: quiet_from.catch('21:00'),
  quiet_until: quiet_until.catch('08:00'),
  budget_day: budget_day.catch(null),
  budget_month: budget_month.catch(null),
});
export type KeptSettings = z.output<typeof Kept>;

/** What an academy chose for its messages, as kept in tenant.settings, with defaults for what it did not choose. */
export function noticeSettingsOf(settings: unknown): KeptSettings {
  const kept = z.object({ notices: z.unknown() }).catch({ notices: {} }).parse(settings);
  return Kept.parse(z.record(z.string(), z.unknown()).catch({}).parse(kept.notices));
}
