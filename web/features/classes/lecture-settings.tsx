import { Button, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { doneToast } from '../../ui/toast.tsx';
import styles from './classes.module.css';
import { type Lecture, lectureQuery, useChangeLecture } from './classes.queries.ts';
import { DeleteLecture } from './delete-lecture.tsx';
import { LectureFields, lectureTexts, useIsManager } from './lecture-fields.tsx';
import { LectureStaff } from './lecture-staff.tsx';
import { WeekdayFields } from './schedule-fields.tsx';
import { useLectureSettingsWords } from './settings.words.ts';
import { useClassesWords } from './words.ts';

type Values = Record<(typeof lectureTexts)[number] | 'teacher_id' | 'starts_on', string>;

function valuesOf(lecture: Lecture): Values {
  const { title, name, subject, grade, term, room } = lecture;
  const teacher_id = lecture.teacher_id === null ? '' : String(lecture.teacher_id);
  return { title, name, subject, grade, term, room, teacher_id, starts_on: lecture.starts_on ?? '' };
}

/** Only what differs: who changes the room must not undo what somebody else did to the title meanwhile. */
function changeOf(before: Values, { teacher_id, starts_on, ...texts }: Values) {
  const changed = lectureTexts.filter((name) => texts[name].trim() !== before[name]);
  return {
    ...Object.fromEntries(changed.map((name) => [name, texts[name].trim()])),
    ...(teacher_id !== before.teacher_id && { teacher_id: Number(teacher_id) || null }),
    ...(starts_on !== before.starts_on && { starts_on: starts_on || null }),
  };
}

function Details({ lecture }: { lecture: Lecture }) {
  const words = useClassesWords();
  const settings = useLectureSettingsWords();
  const change = useChangeLecture(lecture.id);
  const [saved, setSaved] = useState(lecture);
  const [schedule, setSchedule] = useState(lecture.schedule);
  const form = useFields(
    valuesOf(lecture),
    async (values) => {
      const isMoved = JSON.stringify(schedule) !== JSON.stringify(saved.schedule);
      const body = { ...changeOf(valuesOf(saved), values), ...(isMoved && { schedule }) };
      setSaved(await change.mutateAsync(body));
      doneToast(words.saved);
    },
    ({ title }) => (title.trim() === '' ? { '/title': words.fill } : {}),
  );
  return (
    <Section title={settings.details} lead={settings.detailsLead}>
      <form {...form.formProps}>
        <Stack gap="lg">
          <ProblemAlert error={form.problem} />
          <div className={styles.form}>
            <LectureFields text={form.text} teacher={lecture} />
            <TextInput {...form.text('starts_on')} type="date" label={words.fields.startsOn} />
            <WeekdayFields schedule={schedule} change={setSchedule} hint={settings.scheduleHint} />
          </div>
          <Button type="submit" loading={form.busy} style={{ alignSelf: 'flex-end' }}>
            {words.save}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}

/** What a lecture is, and who works in it. */
export function LectureSettings({ lecture_id }: { lecture_id: number }) {
  const lecture = useQuery(lectureQuery(lecture_id));
  const isManager = useIsManager();
  return (
    <QueryView query={lecture}>
      {(found) => (
        <Stack gap="lg" maw="44rem">
          <Details key={`details ${found.id}`} lecture={found} />
          <LectureStaff lecture={found} mayAssign={isManager} />
          {isManager && <DeleteLecture lecture={found} />}
        </Stack>
      )}
    </QueryView>
  );
}
