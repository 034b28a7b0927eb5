import { Stack, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconUsers } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Impact } from './impact.queries.ts';
import { type ImpactWords, useImpactWords } from './impact.words.ts';
import styles from './policy.module.css';
import { usePolicyWords } from './policy.words.ts';
import { verdictText } from './verdict-text.ts';

type Props = {
  impact: Impact | undefined;
  /** All of it is about one student, who is named beside it. */
  isOne?: boolean;
  /** It is about what was chosen before, and the answer to what is chosen now is awaited. */
  isAsking?: boolean;
};

/** "3명 시청 중, 2명 판정 변경": whom a change would concern, who they are on a press; nothing where it concerns nobody. */
export function ImpactLine({ impact, isOne = false, isAsking = false }: Props) {
  const words = useImpactWords();
  const [isOpen, setOpen] = useState(false);
  const list = useId();
  if (!impact || impact.changed === 0) return null;
  return (
    <Stack gap={6} className={styles.concerned} aria-busy={isAsking}>
      <UnstyledButton
        className={styles.line}
        aria-expanded={isOpen}
        aria-controls={list}
        onClick={() => setOpen((before) => !before)}
      >
        <IconUsers size={16} aria-hidden />
        <span role="status">{lineOf(words, impact, isOne)}</span>
        <IconChevronDown size={16} aria-hidden />
      </UnstyledButton>
      <div id={list} hidden={!isOpen}>
        {isOpen && <Concerned impact={impact} isOne={isOne} />}
      </div>
    </Stack>
  );
}

/** What somebody loses who is kept out of all that the impact names, in one line; none where that is nothing. */
export function lossOf(words: ImpactWords, impact: Impact | undefined): string[] {
  if (!impact || impact.changed === 0) return [];
  return [
    [words.lost(impact.verdicts), impact.watching > 0 && words.watchingNow].filter(Boolean).join(' · '),
  ];
}

function lineOf(words: ImpactWords, { watching, changed, verdicts }: Impact, isOne: boolean): string {
  if (isOne) return [words.ofOne(verdicts), watching > 0 && words.watchingNow].filter(Boolean).join(' · ');
  return [watching > 0 && words.watching(watching), words.changed(changed)].filter(Boolean).join(', ');
}

type Row = {
  enrollment: number;
  student_name: string;
  lecture_title: string;
  video: number;
  video_title: string;
  watching_now: boolean;
  before: string;
  after: string;
};

function useRows({ students, steps }: Impact): Row[] {
  const words = useImpactWords();
  const policy = usePolicyWords();
  return [
    ...students.map((one) => ({
      ...one,
      before: verdictText(policy, one.before),
      after: verdictText(policy, one.after),
    })),
    ...steps.map(({ violations, ...one }) => ({
      ...one,
      before: `${words.violations(violations)} · ${words.next[one.before]}`,
      after: words.next[one.after],
    })),
  ];
}

function Concerned({ impact, isOne }: { impact: Impact; isOne: boolean }) {
  const words = useImpactWords();
  const rows = useRows(impact);
  const hidden = impact.verdicts - rows.length;
  const columns: Column<Row>[] = [
    {
      key: 'student',
      header: isOne ? words.columns.video : words.columns.student,
      cell: (row) => (
        <div>
          {isOne ? row.video_title : row.student_name}{' '}
          {row.watching_now && <StatusBadge tone="busy">{words.watchingNow}</StatusBadge>}
          {!isOne && (
            <Text size="xs" c="dimmed">
              {row.lecture_title} · {row.video_title}
            </Text>
          )}
        </div>
      ),
    },
    { key: 'before', header: words.columns.before, cell: ({ before }) => before },
    { key: 'after', header: words.columns.after, cell: ({ after }) => <strong>{after}</strong> },
  ];
  return (
    <Stack gap={6} className={styles.short ?? ''}>
      <DataTable
        label={words.list}
        rows={rows}
        rowKey={({ enrollment, video }) => `${enrollment} ${video}`}
        columns={columns}
      />
      <Text size="xs" c="dimmed">
        {[hidden > 0 && words.more(hidden), hintOf(words, impact, isOne)].filter(Boolean).join(' · ')}
      </Text>
    </Stack>
  );
}

function hintOf(words: ImpactWords, { students }: Impact, isOne: boolean): string {
  const now = students.filter(({ watching_now }) => watching_now);
  const stopped = now.filter(({ after }) => after.reason !== null).length;
  if (stopped > 0) return isOne ? words.stopsOne : words.stops(stopped);
  return now.length > 0 ? words.goesOn : '';
}
