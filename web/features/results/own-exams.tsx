import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import { useMe } from '../../lib/login.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { phaseOf } from '../exams/exam-state.tsx';
import { termsOf } from '../exams/terms.rules.ts';
import { type Seen, useSeenExams } from './own.queries.ts';
import { useOwnWords } from './own.words.ts';
import { Verdict } from './verdict.tsx';
import { useResultWords } from './words.ts';

/** Where an exam is in its life for this student, who may have been given longer. */
function phaseFor({ exam, enrollment_id }: Seen) {
  const { closes_at, isExtended } = termsOf(exam, enrollment_id);
  return phaseOf({ ...exam, closes_at, state: isExtended ? 'published' : exam.state });
}

/** Something is left to do for it, now or later. */
function isToDo(seen: Seen): boolean {
  return !seen.result && !seen.isHandedIn && ['published', 'waiting'].includes(phaseFor(seen));
}

function Facts({ seen }: { seen: Seen }) {
  const words = useOwnWords();
  const dates = useDates();
  const { exam, lecture, enrollment_id } = seen;
  const { minutes, closes_at } = termsOf(exam, enrollment_id);
  const facts = [
    lecture,
    words.questions(exam.question_count),
    exam.is_online && minutes && words.minutes(minutes),
    phaseFor(seen) === 'published' && closes_at && words.until(dates.dateTime(closes_at)),
  ];
  return (
    <Text size="sm" c="dimmed">
      {facts.filter(Boolean).join(' · ')}
    </Text>
  );
}

/** Where it stands, in one line. */
function Standing({ seen }: { seen: Seen }) {
  const words = useOwnWords();
  const results = useResultWords();
  const dates = useDates();
  const { exam, result, isHandedIn } = seen;
  const phase = phaseFor(seen);
  if (result)
    return (
      <Group gap="xs">
        <Text fw={700}>{results.of(result.total_score, result.max_score)}</Text>
        <Verdict {...result} />
      </Group>
    );
  if (isHandedIn) return <StatusBadge tone="info">{words.handedIn}</StatusBadge>;
  if (phase === 'waiting' && exam.opens_at)
    return <StatusBadge tone="idle">{words.notYet(dates.dateTime(exam.opens_at))}</StatusBadge>;
  if (phase === 'over' || phase === 'closed') return <StatusBadge tone="warn">{words.missed}</StatusBadge>;
  return exam.is_online ? null : <StatusBadge tone="idle">{words.paper}</StatusBadge>;
}

type ActionProps = { seen: Seen };

function SeeResult({ seen: { exam, enrollment_id } }: ActionProps) {
  const words = useOwnWords();
  const isStudent = useMe().user.role === 'student';
  const to = isStudent ? '/student/exams/$id/results/$enrollment' : '/parent/exams/$id/results/$enrollment';
  const params = { id: String(exam.id), enrollment: String(enrollment_id) };
  return (
    <Button
      variant="default"
      aria-label={words.resultOf(exam.title)}
      renderRoot={(props) => <Link to={to} params={params} {...props} />}
    >
      {words.result}
    </Button>
  );
}

/** Students alone sit an exam, online, while it is open and they have an attempt left. */
function Sit({ seen }: ActionProps) {
  const words = useOwnWords();
  const { exam, enrollment_id, isHandedIn, mayTryAgain } = seen;
  const isStudent = useMe().user.role === 'student';
  const params = { id: String(exam.id), enrollment: String(enrollment_id) };
  if (!isStudent || !exam.is_online || !mayTryAgain || phaseFor(seen) !== 'published') return null;
  return (
    <Button
      aria-label={words.startOf(exam.title)}
      variant={isHandedIn ? 'default' : 'filled'}
      renderRoot={(props) => <Link to="/student/exams/$id/sitting/$enrollment" params={params} {...props} />}
    >
      {isHandedIn ? words.again : words.start}
    </Button>
  );
}

function ExamCard({ seen }: { seen: Seen }) {
  return (
    <Paper p="md" component="li">
      <Group justify="space-between" gap="sm">
        <Stack gap={4} miw={0} flex="1 1 14rem" align="flex-start">
          <Text fw={600}>{seen.exam.title}</Text>
          <Facts seen={seen} />
          <Standing seen={seen} />
        </Stack>
        <Group gap="xs">
          <Sit seen={seen} />
          {seen.result && <SeeResult seen={seen} />}
        </Group>
      </Group>
    </Paper>
  );
}

function ExamList({ title, list, empty }: { title: string; list: readonly Seen[]; empty?: string }) {
  if (list.length === 0 && !empty) return null;
  return (
    <section>
      <Title order={2} size="h3" mb="xs">
        {title}
      </Title>
      {list.length === 0 && (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      )}
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {list.map((seen) => (
          <ExamCard key={`${seen.exam.id} ${seen.enrollment_id}`} seen={seen} />
        ))}
      </Stack>
    </section>
  );
}

function OneStudent({ list }: { list: readonly Seen[] }) {
  const words = useOwnWords();
  return (
    <Stack gap="lg">
      <ExamList title={words.toDo} list={list.filter(isToDo)} empty={words.nothingToDo} />
      <ExamList title={words.done} list={list.filter((seen) => !isToDo(seen))} />
    </Stack>
  );
}

/** The exams of a student, or of each child of a parent: what is to do, and what came of the others. */
export function OwnExamsScreen() {
  const words = useOwnWords();
  const isParent = useMe().user.role === 'parent';
  const { seen, error } = useSeenExams();
  const students = Map.groupBy(seen ?? [], ({ student_id }) => student_id);
  return (
    <Page title={words.title}>
      <ProblemAlert error={error} />
      {!seen && !error && <SkeletonRows rows={4} />}
      {seen?.length === 0 && (
        <Paper>
          <EmptyState icon={IconChecklist} title={words.none} hint={words.noneHint} />
        </Paper>
      )}
      {[...students].map(([id, list]) => (
        <Stack key={id} gap="sm">
          {isParent && (
            <Text fw={700} size="lg">
              {list[0]?.student_name}
            </Text>
          )}
          <OneStudent list={list} />
        </Stack>
      ))}
    </Page>
  );
}
