import { Locale } from '@seodang/contract/identity.ts';
import type { Settings, SettingsChange } from '@seodang/contract/settings.ts';
import { type Academy, findAcademy, lockAcademy, updateAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import { publish } from '#core/live.ts';
import type { Scope } from '#core/scope.ts';
import { chosenOf, withChange } from './settings.rules.ts';

export function readSettings(scope: Scope): Promise<Settings> {
  return scope.tx(async (tx) => toSettings(await findAcademy(tx)));
}

/** Changes what is given and leaves the rest; two who change at once lose nothing of each other. */
export function changeSettings(scope: Scope, change: SettingsChange): Promise<Settings> {
  return scope.tx(async (tx, scope) => {
    const before = await lockAcademy(tx);
    const { name = before.name, locale = before.locale } = change;
    const settings = withChange(before.settings, change);
    await updateAcademy(tx, { name, locale, settings: JSON.stringify(settings) });
    const after = toSettings({ ...before, name, locale, settings });
    await audit(tx, scope, {
      action: 'tenant.change',
      subject_type: 'tenant',
      subject_id: tx.tenant_id,
      before: toSettings(before),
      after,
    });
    await publish(tx, 'settings');
    return after;
  });
}

type Shown = Pick<Academy, 'name' | 'locale' | 'timezone'> & { settings: unknown };

function toSettings({ name, locale, timezone, settings }: Shown): Settings {
  return { name, locale: Locale.parse(locale), timezone, ...chosenOf(settings) };
}
