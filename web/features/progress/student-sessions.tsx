import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { MatrixCards } from '../../ui/matrix/matrix-cards.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useMatrix } from './matrix-view.tsx';
import { type Matrix, matrixQuery, standingQuery } from './progress.queries.ts';
import { riskTones } from './risk-tones.ts';
import { useProgressWords } from './words.ts';

type Props = { lecture_id: number; enrollment_id: number };

/** What a student has come to in one lecture, session by session; nothing where the caller does not work in it. */
export function StudentSessions({ lecture_id, enrollment_id }: Props) {
  const matrix = useQuery({ ...matrixQuery(lecture_id, enrollment_id), retry: false }).data;
  const standing = useQuery(standingQuery(enrollment_id)).data;
  const { risk } = useProgressWords();
  if (!matrix || matrix.rows.length === 0 || matrix.sessions.length === 0) return null;
  return (
    <>
      {standing && standing.risk_level !== 'NORMAL' && (
        <Group gap="xs" mb="xs">
          <StatusBadge tone={riskTones[standing.risk_level]}>{risk.levels[standing.risk_level]}</StatusBadge>
          <Text size="sm" c="dimmed">
            {risk.reasonOf(standing)}
          </Text>
        </Group>
      )}
      <Sessions matrix={matrix} />
    </>
  );
}

function Sessions({ matrix }: { matrix: Matrix }) {
  const words = useProgressWords();
  const shown = useMatrix(matrix);
  const head = (row: Matrix['rows'][number]) => ({
    name: words.ofLecture(matrix.lecture_title),
    note: words.doneOf(row.completed_sessions, row.due_sessions),
  });
  return <MatrixCards matrix={{ ...shown, head }} rows={matrix.rows} more={words.more} />;
}
