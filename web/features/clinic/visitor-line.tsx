import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useDates } from '../../lib/dates.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { doneToast } from '../../ui/toast.tsx';
import styles from './clinic.module.css';
import { markBooking, type Visitor } from './clinic.queries.ts';
import { useClinicWords } from './words.ts';

type Props = { visitor: Visitor; open: (link_id: number) => void; rebook: (visitor: Visitor) => void };

/** One student of a slot: came, did not come, and what follows from it. */
export function VisitorLine({ visitor, open, rebook }: Props) {
  const words = useClinicWords();
  const { student_name, link_id, cause, exam_title, score, pass_score } = visitor;
  const why = [
    words.causes[cause],
    exam_title &&
      score !== null &&
      pass_score !== null &&
      `${exam_title} ${words.scoreOf(score, pass_score)}`,
    `${visitor.lecture_title} ${visitor.session_title}`,
  ];
  return (
    <li className={styles.visitor}>
      <div className={styles.who}>
        <Button
          variant="subtle"
          size="compact-md"
          px={0}
          classNames={{ root: styles.name ?? '', label: styles.wraps ?? '' }}
          aria-haspopup="dialog"
          aria-label={words.details(student_name)}
          onClick={() => open(link_id)}
        >
          {student_name}
        </Button>
        <Text size="xs" c="dimmed">
          {why.filter(Boolean).join(' · ')}
        </Text>
      </div>
      <Marks visitor={visitor} open={open} rebook={rebook} />
    </li>
  );
}

function Marks({ visitor, open, rebook }: Props) {
  const { board: words } = useClinicWords();
  const dates = useDates();
  const mark = useMutation(markBooking(useQueryClient()));
  const { id, student_name, state, arrived_at, link_state, link_id, exam_title } = visitor;
  const isOver = link_state === 'done' || link_state === 'dismissed';
  const set = (next: Visitor['state']) => mark.mutate({ id, state: next });
  const missed = () =>
    mark.mutate(
      { id, state: 'missed' },
      {
        onSuccess: () => {
          doneToast(words.missedSaid(student_name));
          rebook(visitor);
        },
      },
    );
  if (state === 'booked')
    return (
      <Group gap="xs">
        <Button
          size="xs"
          variant="light"
          color="celadon"
          loading={mark.isPending}
          aria-label={words.mark(student_name, words.attended)}
          onClick={() => set('attended')}
        >
          {words.attended}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={mark.isPending}
          aria-label={words.mark(student_name, words.missed)}
          onClick={missed}
        >
          {words.missed}
        </Button>
      </Group>
    );
  return (
    <Group gap="xs">
      {state === 'attended' && (
        <StatusBadge tone="ok">
          {arrived_at ? words.arrivedAt(dates.time(arrived_at)) : words.attended}
        </StatusBadge>
      )}
      {state === 'missed' && <StatusBadge tone="bad">{words.missed}</StatusBadge>}
      {visitor.is_rebooked && <StatusBadge tone="info">{words.rebooked}</StatusBadge>}
      {isOver && <StatusBadge tone="ok">{words.solved}</StatusBadge>}
      {state === 'attended' && !isOver && exam_title && (
        <Button size="xs" aria-label={words.mark(student_name, words.retest)} onClick={() => open(link_id)}>
          {words.retest}
        </Button>
      )}
      {state === 'missed' && link_state === 'approved' && !visitor.is_rebooked && (
        <Button size="xs" aria-label={words.mark(student_name, words.rebook)} onClick={() => rebook(visitor)}>
          {words.rebook}
        </Button>
      )}
      {link_state === 'approved' && !visitor.is_rebooked && (
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          loading={mark.isPending}
          aria-label={words.mark(student_name, words.undo)}
          onClick={() => set('booked')}
        >
          {words.undo}
        </Button>
      )}
    </Group>
  );
}
