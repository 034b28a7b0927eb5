import { Alert, Anchor, Button, Group, Paper, Title } from '@mantine/core';
import { IconEdit, IconKey, IconRestore, IconTrash, IconUserCheck } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useDates } from '../../lib/dates.ts';
import { useMe } from '../../lib/login.ts';
import { formatPhone } from '../../lib/numbers.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { doneToast, problemToast } from '../../ui/toast.tsx';
import { impactOfRemoval } from '../video/impact.queries.ts';
import { useImpactWords } from '../video/impact.words.ts';
import { lossOf } from '../video/impact-line.tsx';
import { ConsentBadge } from './consent-badge.tsx';
import { LectureStory } from './lecture-story.tsx';
import styles from './people.module.css';
import {
  recordConsent,
  removeStudent,
  restoreStudent,
  type StudentDetail,
  studentQuery,
} from './people.queries.ts';
import { isManager } from './roles.ts';
import story from './story.module.css';
import { usePeopleWords } from './words.ts';

type Told = { student: StudentDetail };

/** Does one thing to the student, says that it is done, and asks for everything anew. */
function useDeed() {
  const queries = useQueryClient();
  return async (deed: () => Promise<unknown>, said: string) => {
    try {
      await deed();
      doneToast(said);
    } catch (error) {
      problemToast(error);
    }
    await queries.invalidateQueries({ queryKey: ['students'] });
  };
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper p="lg" component="section" aria-label={title}>
      <Title order={2} size="h3" mb="md">
        {title}
      </Title>
      {children}
    </Paper>
  );
}

function Facts({ student }: Told) {
  const { fields, basics, neverSignedIn } = usePeopleWords();
  const dates = useDates();
  const facts: [string, ReactNode][] = [
    [fields.school, student.school],
    [fields.grade, student.grade],
    [fields.phone, student.phone && formatPhone(student.phone)],
    [fields.parent_phone, student.parent_phone && formatPhone(student.parent_phone)],
    [fields.birth_on, student.birth_on && dates.fullDay(student.birth_on)],
    [fields.attendance_code, student.attendance_code],
    [fields.login_id, student.login_id],
    [
      fields.last_signed_in_at,
      student.last_signed_in_at ? dates.dateTime(student.last_signed_in_at) : neverSignedIn,
    ],
    [fields.created_at, dates.fullDay(student.created_at)],
  ];
  return (
    <Card title={basics}>
      <dl className={styles.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value || '–'}</dd>
          </div>
        ))}
        {student.memo && (
          <div className={styles.wide}>
            <dt>{fields.memo}</dt>
            <dd style={{ whiteSpace: 'pre-wrap' }}>{student.memo}</dd>
          </div>
        )}
      </dl>
    </Card>
  );
}

function FamilyCard({ student: { guardians, siblings } }: Told) {
  const words = usePeopleWords();
  return (
    <Card title={words.guardians}>
      {guardians.length === 0 && <p className={styles.quiet}>{words.noGuardian}</p>}
      <ul className={styles.people}>
        {guardians.map(({ user_id, name, relation, phone, login_id }) => (
          <li key={user_id}>
            <span>
              <strong>{name}</strong> <span className={styles.quiet}>{relation}</span>
            </span>
            <span className={styles.number}>{phone ? formatPhone(phone) : '–'}</span>
            <span className={styles.quiet}>{login_id}</span>
          </li>
        ))}
      </ul>
      {siblings.length > 0 && (
        <p style={{ marginBottom: 0 }}>
          <span className={styles.quiet}>{words.siblings}</span>{' '}
          {siblings.map(({ student_id, name }) => (
            <Anchor
              key={student_id}
              mr="sm"
              renderRoot={(props) => (
                <Link to="/staff/students/$id" params={{ id: String(student_id) }} {...props} />
              )}
            >
              {name}
            </Anchor>
          ))}
        </p>
      )}
    </Card>
  );
}

function Lectures({ student: { lectures } }: Told) {
  const words = usePeopleWords();
  if (lectures.length === 0)
    return (
      <Card title={words.enrolled}>
        <p className={styles.quiet}>{words.noLectures}</p>
      </Card>
    );
  const tones = { ACTIVE: 'ok', PENDING: 'warn', INACTIVE: 'idle' } as const;
  return (
    <div className={story.side}>
      {lectures.map(({ enrollment_id, lecture_id, title, status }) => (
        <Paper key={enrollment_id} p="lg" component="section" aria-label={title}>
          <Group justify="space-between" mb="md">
            <Title order={2} size="h3">
              {title}
            </Title>
            <StatusBadge tone={tones[status]}>{words.enrollment[status]}</StatusBadge>
          </Group>
          {status === 'ACTIVE' && <LectureStory {...{ enrollment_id, lecture_id }} />}
        </Paper>
      ))}
    </div>
  );
}

function ConsentNotice({ student, mayRecord }: Told & { mayRecord: boolean }) {
  const words = usePeopleWords();
  const deed = useDeed();
  if (student.guardian_consent !== 'waiting' || student.deleted_at) return null;
  return (
    <Alert color="gardenia" title={words.consentTitle} icon={<IconUserCheck size={18} aria-hidden />}>
      <p style={{ margin: '0 0 0.75rem' }}>{words.consentHint}</p>
      {mayRecord && (
        <Button size="xs" onClick={() => void deed(() => recordConsent(student.id), words.consentRecorded)}>
          {words.recordConsent}
        </Button>
      )}
    </Alert>
  );
}

function RemovedNotice({ student }: Told) {
  const words = usePeopleWords();
  const deed = useDeed();
  return (
    <Alert color="cinnabar" title={words.removed} icon={<IconTrash size={18} aria-hidden />}>
      <p style={{ margin: '0 0 0.75rem' }}>{words.removedNotice}</p>
      <Button
        size="xs"
        leftSection={<IconRestore size={16} aria-hidden />}
        onClick={() => void deed(() => restoreStudent(student.id), words.restored(student.name))}
      >
        {words.restore}
      </Button>
    </Alert>
  );
}

function Actions({ student, role }: Told & { role: string }) {
  const words = usePeopleWords();
  const deed = useDeed();
  const impactWords = useImpactWords();
  const remove = async () => {
    const title = words.removeTitle(student.name);
    const impact = await impactOfRemoval(student.id);
    const loses = [...words.removeLoses, ...lossOf(impactWords, impact)];
    const sure = await confirmLoss({ title, loses, action: words.remove, canUndo: true });
    if (sure) await deed(() => removeStudent(student.id), words.removedToast(student.name));
  };
  if (student.deleted_at || role === 'assistant') return null;
  return (
    <>
      {isManager(role) && (
        <>
          <Button
            variant="default"
            leftSection={<IconTrash size={17} aria-hidden />}
            onClick={() => void remove()}
          >
            {words.remove}
          </Button>
          <Button
            variant="default"
            leftSection={<IconKey size={17} aria-hidden />}
            renderRoot={(props) => (
              <Link to="/admin/accounts" search={{ student_id: student.id }} {...props} />
            )}
          >
            {words.handOutOne}
          </Button>
        </>
      )}
      <Button
        leftSection={<IconEdit size={17} aria-hidden />}
        renderRoot={(props) => (
          <Link to="/staff/students/$id/edit" params={{ id: String(student.id) }} {...props} />
        )}
      >
        {words.edit}
      </Button>
    </>
  );
}

/** One student: what each lecture came to, facts, guardians, and what may be done. */
export function StudentScreen({ id }: { id: number }) {
  const words = usePeopleWords();
  const { user } = useMe();
  const query = useQuery(studentQuery(id));
  const student = query.data;
  return (
    <Page
      title={student?.name ?? words.students}
      lead={student && <ConsentBadge consent={student.guardian_consent} />}
      back={{ label: words.students, link: { to: '/staff/students' } }}
      actions={student && <Actions student={student} role={user.role} />}
    >
      <QueryView query={query}>
        {(data) => (
          <>
            {data.deleted_at && <RemovedNotice student={data} />}
            <ConsentNotice student={data} mayRecord={isManager(user.role)} />
            <div className={story.page}>
              <Lectures student={data} />
              <div className={story.side}>
                <Facts student={data} />
                <FamilyCard student={data} />
              </div>
            </div>
          </>
        )}
      </QueryView>
    </Page>
  );
}
