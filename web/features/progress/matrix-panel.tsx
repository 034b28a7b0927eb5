import { Group, NativeSelect, Paper, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { rateOf } from './matrix.rules.ts';
import { ProgressMatrix } from './matrix-view.tsx';
import { type Matrix, matrixQuery, ownLecturesQuery } from './progress.queries.ts';
import { useProgressWords } from './words.ts';

/** How far each student of a lecture is in each of its class sessions, as it changes. */
export function MatrixPanel({ lectureId }: { lectureId: number }) {
  const words = useProgressWords();
  const matrix = useQuery(matrixQuery(lectureId));
  const nothing = isBare(matrix.data) && {
    title: matrix.data?.sessions.length === 0 ? words.noSessions : words.noStudents,
    hint: matrix.data?.sessions.length === 0 ? words.noSessionsHint : words.noStudentsHint,
  };
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {matrix.data && leadOf(words, matrix.data)}
        </Text>
        <LectureChoice lectureId={lectureId} />
      </Group>
      <QueryView
        query={matrix}
        loading={<SkeletonRows rows={12} />}
        isEmpty={isBare}
        empty={nothing && <Paper>{<EmptyState icon={IconUsers} {...nothing} />}</Paper>}
      >
        {(found) => <ProgressMatrix key={found.lecture_id} matrix={found} />}
      </QueryView>
    </>
  );
}

const isBare = (matrix: Matrix | undefined) => matrix?.sessions.length === 0 || matrix?.rows.length === 0;

function leadOf(words: ReturnType<typeof useProgressWords>, { rows, sessions }: Matrix) {
  const rate = rateOf(rows);
  const required = [...new Set(sessions.map((session) => session.video_required_rate))];
  return [
    words.count(rows.length, sessions.length),
    ...(rate === undefined ? [] : [words.rate(rate)]),
    ...(required.length === 1 ? [words.needed(required[0] ?? 0)] : []),
  ].join(' · ');
}

function LectureChoice({ lectureId }: { lectureId: number }) {
  const words = useProgressWords();
  const navigate = useNavigate();
  const lectures = useQuery(ownLecturesQuery).data?.results ?? [];
  if (lectures.length < 2) return null;
  return (
    <NativeSelect
      aria-label={words.lecture}
      maw="20rem"
      value={String(lectureId)}
      onChange={(event) =>
        void navigate({ to: '/staff/lectures/$id/progress', params: { id: event.currentTarget.value } })
      }
      data={lectures.map(({ id, title }) => ({ value: String(id), label: title }))}
    />
  );
}
