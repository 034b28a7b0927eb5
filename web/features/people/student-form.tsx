import { Anchor, Autocomplete, Button, Group, Paper, Textarea, TextInput } from '@mantine/core';
import { ApiProblem } from '@seodang/contract/call.ts';
import { toPhone } from '@seodang/contract/phone.ts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { formatPhone } from '../../lib/numbers.ts';
import { missing, useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import styles from './people.module.css';
import { facetsQuery, type NewStudent, type StudentDetail, saveStudent } from './people.queries.ts';
import { type PeopleWords, usePeopleWords } from './words.ts';

const empty = {
  name: '',
  phone: '',
  parent_phone: '',
  guardian_name: '',
  guardian_relation: '',
  school: '',
  grade: '',
  birth_on: '',
  attendance_code: '',
  memo: '',
};
type Values = typeof empty;

function valuesOf(student: StudentDetail): Values {
  const text = (value: string | null) => value ?? '';
  return {
    ...empty,
    name: student.name,
    phone: formatPhone(text(student.phone)),
    parent_phone: formatPhone(text(student.parent_phone)),
    school: text(student.school),
    grade: text(student.grade),
    birth_on: text(student.birth_on),
    attendance_code: text(student.attendance_code),
    memo: text(student.memo),
  };
}

/** New: what is filled in. Changed: what differs, emptied fields as null. */
function bodyOf(values: Values, student?: StudentDetail): NewStudent {
  const before = student ? valuesOf(student) : empty;
  const changed = Object.entries(values).filter(
    ([name, value]) => value.trim() !== before[name as keyof Values],
  );
  const body = Object.fromEntries(changed.map(([name, value]) => [name, value.trim() || null]));
  return student ? (body as NewStudent) : { ...body, name: values.name.trim() };
}

function complaints(values: Values, words: PeopleWords) {
  const wrong = (name: 'phone' | 'parent_phone') => values[name].trim() !== '' && !toPhone(values[name]);
  return {
    ...missing({ name: values.name }, words.fillName),
    ...(wrong('phone') && { '/phone': words.phoneWrong }),
    ...(wrong('parent_phone') && { '/parent_phone': words.phoneWrong }),
    ...(values.attendance_code &&
      !/^\d{8}$/.test(values.attendance_code) && { '/attendance_code': words.codeWrong }),
  };
}

/** Who is there already is offered, not only refused. */
function Problem({ problem }: { problem: unknown }) {
  const words = usePeopleWords();
  const there =
    problem instanceof ApiProblem && problem.code === 'already_exists' && problem.problem.student_id;
  if (!there) return <ProblemAlert error={problem} />;
  return (
    <Paper p="sm" role="alert">
      {words.thereAlready}{' '}
      <Anchor
        renderRoot={(props) => <Link to="/staff/students/$id" params={{ id: String(there) }} {...props} />}
      >
        {words.openThere}
      </Anchor>
    </Paper>
  );
}

/** Hints stand below, so that fields in a row stay in line. */
const inputWrapperOrder: ('label' | 'input' | 'description' | 'error')[] = [
  'label',
  'input',
  'description',
  'error',
];

type Form = ReturnType<typeof useFields<Values>>;

function GuardianFields({ form }: { form: Form }) {
  const words = usePeopleWords();
  return (
    <>
      <TextInput {...form.text('guardian_name')} label={words.fields.guardian_name} autoComplete="off" />
      <Autocomplete
        name="guardian_relation"
        label={words.fields.guardian_relation}
        value={form.values.guardian_relation}
        onChange={(value) => form.set('guardian_relation', value)}
        data={words.relations}
      />
    </>
  );
}

function StudentFields({ form, student }: { form: Form; student: StudentDetail | undefined }) {
  const words = usePeopleWords();
  const facets = useQuery(facetsQuery).data;
  const { fields } = words;
  const phone = (name: 'phone' | 'parent_phone') => ({
    ...form.text(name),
    label: fields[name],
    placeholder: '010-0000-0000',
    type: 'tel',
    autoComplete: 'off',
    onChange: (event: { currentTarget: { value: string } }) =>
      form.set(name, formatPhone(event.currentTarget.value)),
  });
  const known = (name: 'school' | 'grade', values: { value: string }[] = []) => ({
    name,
    label: fields[name],
    value: form.values[name],
    onChange: (value: string) => form.set(name, value),
    data: values.map(({ value }) => value),
    limit: 8,
  });
  return (
    <div className={styles.fields}>
      <TextInput
        {...form.text('name')}
        label={fields.name}
        required
        withAsterisk={false}
        autoFocus
        autoComplete="off"
      />
      <TextInput {...phone('phone')} />
      <TextInput
        {...phone('parent_phone')}
        inputWrapperOrder={inputWrapperOrder}
        description={student ? words.parentPhoneChange : words.guardianHint}
      />
      {!student && <GuardianFields form={form} />}
      <Autocomplete {...known('school', facets?.schools)} />
      <Autocomplete {...known('grade', facets?.grades)} />
      <TextInput
        {...form.text('birth_on')}
        type="date"
        label={fields.birth_on}
        inputWrapperOrder={inputWrapperOrder}
        description={words.birthHint}
      />
      <TextInput
        {...form.text('attendance_code')}
        label={fields.attendance_code}
        inputWrapperOrder={inputWrapperOrder}
        description={words.codeHint}
        inputMode="numeric"
        maxLength={8}
        autoComplete="off"
      />
      <Textarea
        {...form.text('memo')}
        className={styles.wide ?? ''}
        label={fields.memo}
        inputWrapperOrder={inputWrapperOrder}
        description={words.memoHint}
        autosize
        minRows={2}
        maxLength={2000}
      />
    </div>
  );
}

type Props = { student?: StudentDetail; saved: (student: StudentDetail) => void; cancel: () => void };

/** Adds a student, or changes one. */
export function StudentForm({ student, saved, cancel }: Props) {
  const words = usePeopleWords();
  const { actions } = useCoreWords();
  const form = useFields(
    student ? valuesOf(student) : empty,
    async (values) => saved(await saveStudent(student?.id, bodyOf(values, student))),
    (values) => complaints(values, words),
  );
  return (
    <Paper p="lg">
      <form {...form.formProps}>
        <Problem problem={form.problem} />
        <StudentFields form={form} student={student} />
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={cancel}>
            {actions.cancel}
          </Button>
          <Button type="submit" loading={form.busy}>
            {student ? actions.save : words.add}
          </Button>
        </Group>
      </form>
    </Paper>
  );
}
