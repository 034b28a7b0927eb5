import { Group, Paper, Stack, Text } from '@mantine/core';
import { StatusBadge } from '../../ui/status-badge.tsx';
import styles from './camera.module.css';
import type { Finding } from './camera.rules.ts';
import { useCameraWords } from './camera.words.ts';

type Sheet = Extract<Finding, { kind: 'sheet' }>;

function Who({ seat, number, isSure }: Sheet) {
  const words = useCameraWords();
  return (
    <Group gap="xs">
      <Text fw={700} size="lg">
        {seat?.student_name ?? words.unknown}
      </Text>
      {number !== '' && <Text c="dimmed">{words.number(number)}</Text>}
      {seat && !isSure && <StatusBadge tone="warn">{words.unknown}</StatusBadge>}
      {seat?.handed_in && <StatusBadge tone="warn">{words.handedIn}</StatusBadge>}
    </Group>
  );
}

type Props = { finding: Finding; isOver: boolean };

/** What was read of the sheet in the picture, or what to do so that it can be; `isOver` when no other picture follows. */
export function CameraFinding({ finding, isOver }: Props) {
  const words = useCameraWords();
  return (
    <Paper p="md" className={styles.finding ?? ''} role="status">
      {finding.kind === 'nothing' && <Text c="dimmed">{isOver ? words.notFound : words.searching}</Text>}
      {finding.kind === 'refused' && <StatusBadge tone="warn">{words.refusals[finding.reason]}</StatusBadge>}
      {finding.kind === 'sheet' && (
        <Stack gap={4}>
          <Who {...finding} />
          <Group gap="xs">
            <StatusBadge tone={finding.unsure.length === 0 ? 'ok' : 'warn'}>
              {words.answers(finding.read, finding.unsure.length)}
            </StatusBadge>
            <Text size="sm" c="dimmed">
              {words.confidence(Math.floor(1000 * finding.confidence) / 10)}
            </Text>
          </Group>
          <Text size="sm" c="dimmed">
            {[
              finding.unsure.length > 0 && words.unsure(finding.unsure),
              finding.blank.length > 0 && words.blank(finding.blank),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </Stack>
      )}
    </Paper>
  );
}
