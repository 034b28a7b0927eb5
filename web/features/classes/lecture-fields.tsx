import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMe } from '../../lib/login.ts';
import styles from './classes.module.css';
import { type Lecture, teachersQuery } from './classes.queries.ts';
import { useClassesWords } from './words.ts';

export const lectureTexts = ['title', 'name', 'subject', 'grade', 'term', 'room'] as const;
type Name = (typeof lectureTexts)[number] | 'teacher_id';
type Field = {
  value: string;
  error: ReactNode;
  onChange: (event: { currentTarget: { value: string } }) => void;
};
type Props = {
  /** The form's `text`. */
  text: (name: Name) => Field;
  /** Whose lecture it is until now: shown even if they teach no more. */
  teacher?: Pick<Lecture, 'teacher_id' | 'teacher_name'>;
};

/** Owners and admins look after people and what becomes of them; teachers after their lectures. */
export function useIsManager(): boolean {
  const { role } = useMe().user;
  return role === 'owner' || role === 'admin';
}

/** What a new lecture and an existing one are described by. */
export function LectureFields({ text, teacher }: Props) {
  const { fields } = useClassesWords();
  const isManager = useIsManager();
  return (
    <>
      <TextInput
        {...text('title')}
        label={fields.title}
        placeholder={fields.titleExample}
        className={styles.wide ?? ''}
        required
        withAsterisk={false}
        maxLength={200}
      />
      <TextInput
        {...text('name')}
        label={fields.name}
        placeholder={fields.nameExample}
        className={styles.wide ?? ''}
        maxLength={200}
      />
      {isManager && <TeacherField {...text('teacher_id')} before={teacher} />}
      <TextInput {...text('subject')} label={fields.subject} maxLength={50} />
      <TextInput {...text('grade')} label={fields.grade} maxLength={20} />
      <TextInput {...text('term')} label={fields.term} maxLength={50} />
      <TextInput {...text('room')} label={fields.room} maxLength={50} />
    </>
  );
}

function TeacherField({ before, ...field }: Field & { before: Props['teacher'] }) {
  const { fields } = useClassesWords();
  const teachers = useQuery(teachersQuery).data?.results ?? [];
  const isGone = before?.teacher_id && !teachers.some(({ id }) => id === before.teacher_id);
  return (
    <NativeSelect
      {...field}
      label={fields.teacher}
      description={before && fields.teacherHint}
      className={styles.wide ?? ''}
      data={[
        { value: '', label: fields.nobody },
        ...(isGone ? [{ value: String(before.teacher_id), label: before.teacher_name ?? '' }] : []),
        ...teachers.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
    />
  );
}
