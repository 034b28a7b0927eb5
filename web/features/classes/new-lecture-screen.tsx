import { Button, Paper, Stack, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { useFields } from '../../lib/use-fields.ts';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { doneToast } from '../../ui/toast.tsx';
import styles from './classes.module.css';
import { type Lecture, useCreateLecture } from './classes.queries.ts';
import { LectureFields } from './lecture-fields.tsx';
import { SchedulePreview, WeekdayFields } from './schedule-fields.tsx';
import { useClassesWords } from './words.ts';

function useNewLecture() {
  const words = useClassesWords();
  const dates = useDates();
  const navigate = useNavigate();
  const create = useCreateLecture();
  const [schedule, setSchedule] = useState<Lecture['schedule']>([]);
  const [skip, setSkip] = useState<string[]>([]);
  const form = useFields(
    {
      title: '',
      name: '',
      subject: '',
      grade: '',
      term: '',
      room: '',
      teacher_id: '',
      starts_on: dates.today(),
      session_count: '12',
    },
    async ({ teacher_id, ...texts }) => {
      const made = await create.mutateAsync({
        ...texts,
        ...(teacher_id && { teacher_id: Number(teacher_id) }),
        session_count: Number(texts.session_count),
        schedule,
        skip,
      });
      doneToast(words.created);
      await navigate({ to: '/staff/lectures/$id', params: { id: String(made.id) } });
    },
    ({ title, starts_on }) => ({
      ...(title.trim() === '' && { '/title': words.fill }),
      ...(starts_on === '' && { '/starts_on': words.fill }),
    }),
  );
  const session_count = Math.min(200, Math.max(0, Math.trunc(Number(form.values.session_count)) || 0));
  const plan = { starts_on: form.values.starts_on, schedule, session_count, skip };
  return { form, schedule, setSchedule, setSkip, plan };
}

/** A new lecture; what the schedule makes is seen before it is made. */
export function NewLectureScreen() {
  const words = useClassesWords();
  const { fields } = words;
  const { form, schedule, setSchedule, setSkip, plan } = useNewLecture();
  return (
    <Page title={words.add} back={{ label: words.title, link: { to: '/staff/lectures' } }} width="narrow">
      <Paper p="lg">
        <form {...form.formProps}>
          <Stack gap="lg">
            <ProblemAlert error={form.problem} />
            <div className={styles.form}>
              <LectureFields text={form.text} />
              <TextInput {...form.text('starts_on')} type="date" label={fields.startsOn} />
              <TextInput
                {...form.text('session_count')}
                type="number"
                min={0}
                max={200}
                inputMode="numeric"
                label={fields.count}
              />
              <WeekdayFields schedule={schedule} change={setSchedule} />
            </div>
            {plan.session_count > 0 && plan.starts_on && <SchedulePreview plan={plan} skip={setSkip} />}
            <Button type="submit" loading={form.busy} style={{ alignSelf: 'flex-end' }}>
              {words.create}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}
