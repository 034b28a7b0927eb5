import { Button, NativeSelect, SimpleGrid, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { timeComplaints, useTimes } from './exam-times.ts';
import { type Exam, type ExamChange, examQuery, useChangeExam } from './exams.queries.ts';
import { Extensions } from './extensions.tsx';
import { useExamSettingsWords } from './settings.words.ts';
import { useExamWords } from './words.ts';

function choicesOf<V extends string>(names: Record<V, string>) {
  return (Object.keys(names) as V[]).map((value) => ({ value, label: names[value] }));
}

const isWithin = (text: string, from: number, to: number) =>
  /^\d+$/.test(text) && Number(text) >= from && Number(text) <= to;

function useTexts(exam: Exam) {
  const times = useTimes();
  const { title, description, time_limit_minutes, attempts_allowed, counting, results_shown, keys_shown } =
    exam;
  return {
    ...{ title, description, counting: counting as string, ...times.textsOf(exam) },
    time_limit_minutes: time_limit_minutes === null ? '' : String(time_limit_minutes),
    attempts_allowed: String(attempts_allowed),
    results_shown: results_shown as string,
    keys_shown: keys_shown as string,
  };
}

function useForm(exam: Exam, is_online: boolean) {
  const words = useExamWords();
  const settings = useExamSettingsWords();
  const times = useTimes();
  const change = useChangeExam(exam.id, true);
  return useFields(
    useTexts(exam),
    async ({ title, description, time_limit_minutes, attempts_allowed, ...rest }) => {
      const { counting, results_shown, keys_shown, ...timing } = rest;
      await change.mutateAsync({
        ...{ title, description, is_online, ...times.fieldsOf(timing) },
        counting: counting as NonNullable<ExamChange['counting']>,
        results_shown: results_shown as NonNullable<ExamChange['results_shown']>,
        keys_shown: keys_shown as NonNullable<ExamChange['keys_shown']>,
        time_limit_minutes: time_limit_minutes === '' ? null : Number(time_limit_minutes),
        attempts_allowed: Number(attempts_allowed),
      });
      doneToast(settings.saved);
    },
    ({ title, time_limit_minutes, attempts_allowed, ...timing }) => ({
      ...(title.trim() === '' && { '/title': words.fill }),
      ...(time_limit_minutes !== '' &&
        !isWithin(time_limit_minutes, 1, 1440) && { '/time_limit_minutes': settings.whole(1, 1440) }),
      ...(!isWithin(attempts_allowed, 1, 100) && { '/attempts_allowed': settings.whole(1, 100) }),
      ...timeComplaints(words, timing),
    }),
  );
}

function Form({ exam }: { exam: Exam }) {
  const words = useExamWords();
  const settings = useExamSettingsWords();
  const [is_online, setOnline] = useState(exam.is_online);
  const form = useForm(exam, is_online);
  return (
    <form {...form.formProps}>
      <Stack gap="lg">
        <Section title={settings.basics} lead={settings.basicsLead}>
          <TextInput {...form.text('title')} label={words.fields.title} maxLength={200} />
          <Textarea
            {...form.text('description')}
            label={settings.description}
            description={settings.descriptionHint}
            autosize
            minRows={2}
            maxLength={5000}
          />
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <TextInput {...form.text('opens_at')} type="datetime-local" label={words.fields.opens} />
            <TextInput {...form.text('closes_at')} type="datetime-local" label={words.fields.closes} />
            <TextInput
              {...form.text('pass_score')}
              label={words.fields.passScore}
              placeholder={settings.passDefault}
              inputMode="decimal"
            />
          </SimpleGrid>
        </Section>
        <Section title={settings.taking} lead={settings.takingLead}>
          <Switch
            label={settings.online}
            description={settings.onlineHint}
            checked={is_online}
            onChange={(event) => setOnline(event.currentTarget.checked)}
          />
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <TextInput
              {...form.text('time_limit_minutes')}
              label={settings.limit}
              placeholder={settings.limitHint}
              inputMode="numeric"
            />
            <TextInput {...form.text('attempts_allowed')} label={settings.attempts} inputMode="numeric" />
            <NativeSelect
              {...form.text('counting')}
              label={settings.counting}
              data={choicesOf(settings.countings)}
            />
          </SimpleGrid>
        </Section>
        <Section title={settings.showing} lead={settings.showingLead}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NativeSelect
              {...form.text('results_shown')}
              label={settings.results}
              data={choicesOf(settings.resultsShown)}
            />
            <NativeSelect
              {...form.text('keys_shown')}
              label={settings.keys}
              data={choicesOf(settings.keysShown)}
            />
          </SimpleGrid>
        </Section>
        <ProblemAlert error={form.problem} />
        <Button type="submit" loading={form.busy} style={{ alignSelf: 'flex-end' }}>
          {settings.save}
        </Button>
      </Stack>
    </form>
  );
}

/** When an exam is open, how it is taken, who sees what, and who has longer. */
export function ExamSettings({ exam_id }: { exam_id: number }) {
  const exam = useQuery(examQuery(exam_id));
  return (
    <QueryView query={exam}>
      {(found) => (
        <Stack gap="lg" maw="48rem">
          <Form key={found.id} exam={found} />
          <Extensions exam_id={exam_id} />
        </Stack>
      )}
    </QueryView>
  );
}
