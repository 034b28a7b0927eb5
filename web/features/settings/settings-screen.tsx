import { NativeSelect, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { refresh, useMe } from '../../lib/login.ts';
import { useFields } from '../../lib/use-fields.ts';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { NoticeSettingsSection } from '../notices/settings-section.tsx';
import { EnforcementSection } from './enforcement-section.tsx';
import { type Settings, settingsQuery, useChangeSettings } from './settings.queries.ts';
import { fits, SettingsForm, whole } from './settings-form.tsx';
import { SettingsImpact } from './settings-impact.tsx';
import { useSettingsWords } from './words.ts';

function AcademySection({ settings }: { settings: Settings }) {
  const { academy: words, saved, fill } = useSettingsWords();
  const { tenant } = useMe();
  const change = useChangeSettings();
  const form = useFields(
    { name: settings.name, locale: settings.locale as string },
    async ({ name, locale }) => {
      await change.mutateAsync({ name, locale: locale === 'en' ? 'en' : 'ko' });
      doneToast(saved);
      await refresh();
    },
    ({ name }) => (name.trim() === '' ? { '/name': fill } : {}),
  );
  return (
    <Section title={words.title} lead={words.lead}>
      <SettingsForm form={form}>
        <TextInput {...form.text('name')} label={words.name} maxLength={100} />
        <NativeSelect
          {...form.text('locale')}
          label={words.locale}
          description={words.localeHint}
          data={[
            { value: 'ko', label: '한국어' },
            { value: 'en', label: 'English' },
          ]}
        />
        <TextInput label={words.code} description={words.codeHint} value={tenant.code} readOnly disabled />
        <TextInput label={words.timezone} value={settings.timezone} readOnly disabled />
      </SettingsForm>
    </Section>
  );
}

const mostMinutes = 180;

function AttendanceSection({ settings }: { settings: Settings }) {
  const { attendance: words, saved, range } = useSettingsWords();
  const change = useChangeSettings();
  const form = useFields(
    { late_after_minutes: String(settings.late_after_minutes) },
    async ({ late_after_minutes }) => {
      await change.mutateAsync({ late_after_minutes: Number(late_after_minutes) });
      doneToast(saved);
    },
    ({ late_after_minutes }) =>
      fits(late_after_minutes, 0, mostMinutes) ? {} : { '/late_after_minutes': range(0, mostMinutes) },
  );
  const typed = form.values.late_after_minutes;
  const minutes = Number(typed);
  return (
    <Section title={words.title} lead={words.lead}>
      <SettingsForm form={form}>
        <TextInput
          {...form.text('late_after_minutes')}
          {...whole(mostMinutes)}
          label={words.late}
          description={words.lateUnit}
        />
        {fits(typed, 0, mostMinutes) && (
          <Text size="sm" c="dimmed">
            {minutes < 60 ? words.lateExample(minutes) : words.lateLong(minutes)}
          </Text>
        )}
      </SettingsForm>
    </Section>
  );
}

const mostAtOnce = 100;

function VideoSection({ settings: { video } }: { settings: Settings }) {
  const { video: words, saved, range } = useSettingsWords();
  const change = useChangeSettings();
  const [once, setOnce] = useState(video.once_for_online);
  const [even, setEven] = useState(video.even_loudness);
  const form = useFields(
    { max_sessions: String(video.max_sessions), max_devices: String(video.max_devices) },
    async ({ max_sessions, max_devices }) => {
      const limits = { max_sessions: Number(max_sessions), max_devices: Number(max_devices) };
      await change.mutateAsync({ video: { ...limits, once_for_online: once, even_loudness: even } });
      doneToast(saved);
    },
    (values) =>
      Object.fromEntries(
        Object.entries(values)
          .filter(([, text]) => !fits(text, 1, mostAtOnce))
          .map(([name]) => [`/${name}`, range(1, mostAtOnce)]),
      ),
  );
  return (
    <Section title={words.title} lead={words.lead}>
      <SettingsForm form={form}>
        <TextInput
          {...form.text('max_sessions')}
          {...whole(mostAtOnce)}
          label={words.sessions}
          description={words.sessionsHint}
        />
        <TextInput
          {...form.text('max_devices')}
          {...whole(mostAtOnce)}
          label={words.devices}
          description={words.devicesHint}
        />
        <Switch
          label={words.once}
          description={words.onceHint}
          checked={once}
          onChange={(event) => setOnce(event.currentTarget.checked)}
        />
        <Switch
          label={words.even}
          description={words.evenHint}
          checked={even}
          onChange={(event) => setEven(event.currentTarget.checked)}
        />
        <SettingsImpact
          change={once === video.once_for_online ? undefined : { video: { once_for_online: once } }}
        />
      </SettingsForm>
    </Section>
  );
}

/** What an academy chooses for all of its classes and videos. */
export function SettingsScreen() {
  const words = useSettingsWords();
  const settings = useQuery(settingsQuery);
  return (
    <Page title={words.title} lead={words.lead} width="narrow">
      <QueryView query={settings}>
        {(found) => (
          <Stack gap="lg">
            <AcademySection settings={found} />
            <AttendanceSection settings={found} />
            <NoticeSettingsSection />
            <VideoSection settings={found} />
            <EnforcementSection settings={found} />
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}
