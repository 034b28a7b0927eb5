import { Group, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFields } from '../../lib/use-fields.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { fits, SettingsForm, whole } from '../settings/settings-form.tsx';
import { type NoticeSettings, noticeSettingsQuery, useChangeNoticeSettings } from './notices.queries.ts';
import { useNoticeSettingsWords } from './settings.words.ts';

/** Who carries the academy's messages, when, and how many. */
export function NoticeSettingsSection() {
  const words = useNoticeSettingsWords();
  const settings = useQuery(noticeSettingsQuery);
  return (
    <Section title={words.title} lead={words.lead}>
      <QueryView query={settings}>{(found) => <Fields settings={found} />}</QueryView>
    </Section>
  );
}

const most = 1_000_000;
const numberOf = (text: string) => (text.trim() === '' ? null : Number(text));

function Fields({ settings }: { settings: NoticeSettings }) {
  const words = useNoticeSettingsWords();
  const change = useChangeNoticeSettings();
  const form = useFields(
    {
      provider: settings.provider as string,
      quiet: settings.quiet_from === null ? 'off' : 'on',
      quiet_from: settings.quiet_from ?? '21:00',
      quiet_until: settings.quiet_until ?? '08:00',
      budget_day: String(settings.budget_day ?? ''),
      budget_month: String(settings.budget_month ?? ''),
    },
    async ({ provider, quiet, quiet_from, quiet_until, budget_day, budget_month }) => {
      const isQuiet = quiet === 'on';
      await change.mutateAsync({
        provider: settings.available.find((one) => one === provider) ?? 'log',
        quiet_from: isQuiet ? quiet_from : null,
        quiet_until: isQuiet ? quiet_until : null,
        budget_day: numberOf(budget_day),
        budget_month: numberOf(budget_month),
      });
      doneToast(words.saved);
    },
    ({ budget_day, budget_month }) => ({
      ...(budget_day.trim() !== '' && !fits(budget_day, 0, most) && { '/budget_day': words.number }),
      ...(budget_month.trim() !== '' && !fits(budget_month, 0, most) && { '/budget_month': words.number }),
    }),
  );
  const isQuiet = form.values.quiet === 'on';
  return (
    <SettingsForm form={form}>
      <NativeSelect
        {...form.text('provider')}
        label={words.provider}
        description={settings.available.length === 1 ? words.onlyLog : words.providerHint}
        data={settings.available.map((value) => ({ value, label: words.providers[value] }))}
      />
      <Switch
        label={words.quiet}
        description={words.quietHint}
        checked={isQuiet}
        onChange={(event) => form.set('quiet', event.currentTarget.checked ? 'on' : 'off')}
      />
      {isQuiet && (
        <Group align="flex-start">
          <TextInput {...form.text('quiet_from')} type="time" label={words.from} />
          <TextInput {...form.text('quiet_until')} type="time" label={words.until} />
        </Group>
      )}
      <TextInput
        {...form.text('budget_day')}
        {...whole(most)}
        label={words.budgetDay}
        description={words.budgetHint}
      />
      <TextInput {...form.text('budget_month')} {...whole(most)} label={words.budgetMonth} />
    </SettingsForm>
  );
}
