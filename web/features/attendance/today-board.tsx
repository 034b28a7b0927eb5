import { ActionIcon, Button, Group, Paper, Text, TextInput, Title } from '@mantine/core';
import { IconCalendarEvent, IconChecks, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { type Student, type TodayClass, todayQuery } from './attendance.queries.ts';
import { ClashDialog } from './clash-dialog.tsx';
import { MarkDialog, type Subject } from './mark-dialog.tsx';
import marked from './marks.module.css';
import { hasCome } from './marks.ts';
import { StudentList } from './student-list.tsx';
import styles from './today.module.css';
import { ToldLine } from './told-line.tsx';
import { type Marking, useMarking } from './use-marking.ts';
import { useAttendanceWords } from './words.ts';

function Counts({ students, marking }: { students: readonly Student[]; marking: Marking }) {
  const words = useAttendanceWords();
  const states = students.map(marking.statusOf);
  const count = (fits: (status: Student['status']) => boolean) => states.filter(fits).length;
  const absent = count((status) => status === 'ABSENT');
  return (
    <div className={styles.counts}>
      <StatusBadge tone="info">{words.expected(states.length)}</StatusBadge>
      <StatusBadge tone="ok">{words.came(count(hasCome))}</StatusBadge>
      <StatusBadge tone="idle">{words.notYet(count((status) => status === 'UNSET'))}</StatusBadge>
      {absent > 0 && <StatusBadge tone="bad">{words.away(absent)}</StatusBadge>}
    </div>
  );
}

type CardProps = { one: TodayClass; marking: Marking; open: (subject: Subject) => void };

function ClassCard({ one, marking, open }: CardProps) {
  const words = useAttendanceWords();
  const times = [one.starts_at, one.ends_at].filter(Boolean).join('–') || words.whole;
  const place = [one.title, one.room, one.teacher_name].filter(Boolean).join(' · ');
  return (
    <Paper component="section" className={styles.class} aria-label={`${times} ${one.lecture_title}`}>
      <div className={styles.classHead}>
        <div>
          <Group gap="xs">
            <span className={styles.time}>{times}</span>
            {one.session_type === 'SUPPLEMENT' && <StatusBadge tone="warn">{words.makeUp}</StatusBadge>}
          </Group>
          <Title order={2} size="h3">
            <Link
              to="/staff/lectures/$id/attendance"
              params={{ id: String(one.lecture_id) }}
              className={styles.lecture ?? ''}
            >
              {one.lecture_title}
            </Link>
          </Title>
          <Text size="xs" c="dimmed">
            {place}
          </Text>
        </div>
        <Button
          size="xs"
          variant="light"
          leftSection={<IconChecks size={16} aria-hidden />}
          loading={marking.rest.isPending}
          onClick={() => marking.rest.mutate({ session_id: one.id, status: 'PRESENT' })}
        >
          {words.allPresent}
        </Button>
      </div>
      <Counts students={one.students} marking={marking} />
      <StudentList
        students={one.students}
        session_id={one.id}
        place={one.lecture_title}
        marking={marking}
        open={open}
      />
    </Paper>
  );
}

function DayPicker({ date, choose }: { date: string; choose: (date: string) => void }) {
  const words = useAttendanceWords();
  const shift = (days: number) =>
    choose(new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10));
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon aria-label={words.dayBefore} onClick={() => shift(-1)}>
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <TextInput
        type="date"
        aria-label={words.day}
        value={date}
        onChange={(event) => event.currentTarget.value && choose(event.currentTarget.value)}
      />
      <ActionIcon aria-label={words.dayAfter} onClick={() => shift(1)}>
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

/** Who is expected on a day, class by class, and who has come; what the kiosk takes in appears by itself. */
export function TodayBoard() {
  const words = useAttendanceWords();
  const today = useDates().today();
  const [chosen, choose] = useState<string>();
  const date = chosen ?? today;
  const board = useQuery(todayQuery(date === today ? undefined : date));
  const marking = useMarking();
  const [subject, open] = useState<Subject>();
  return (
    <>
      <Group justify="space-between">
        <DayPicker date={date} choose={choose} />
        {date !== today && (
          <Button variant="default" size="xs" onClick={() => choose(today)}>
            {words.today}
          </Button>
        )}
      </Group>
      <ToldLine told={marking.told} hint={<span className={marked.hints}>{words.kioskHint}</span>} />
      <QueryView
        query={board}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState
              icon={IconCalendarEvent}
              title={date === today ? words.noClasses : words.noClassesOn}
              hint={words.noClassesHint}
            />
          </Paper>
        }
      >
        {({ results }) => (
          <div className={styles.classes}>
            {results.map((one) => (
              <ClassCard key={one.id} one={one} marking={marking} open={open} />
            ))}
          </div>
        )}
      </QueryView>
      <ClashDialog marking={marking} />
      <MarkDialog subject={subject} marking={marking} close={() => open(undefined)} />
    </>
  );
}
