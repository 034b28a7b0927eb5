import { Group, Progress, Text } from '@mantine/core';
import type { ReactNode } from 'react';

type Props = {
  label: string;
  /** 0..1; undefined while nobody knows how far it is. */
  done: number | undefined;
  /** Right of the label: speed, remaining time, stage. */
  detail?: ReactNode;
  tone?: 'busy' | 'ok' | 'bad';
};

const colours = { busy: 'jjok', ok: 'celadon', bad: 'cinnabar' };

/** Long work with its name, how far it is, and what it is doing. */
export function ProgressBar({ label, done, detail, tone = 'busy' }: Props) {
  const percent = done === undefined ? undefined : Math.floor(done * 100 + 1e-6);
  return (
    <div>
      <Group justify="space-between" gap="0.1rem 0.75rem" mb={6}>
        <Text size="sm" fw={500} truncate>
          {label}
        </Text>
        <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {detail} {percent !== undefined && `${percent}%`}
        </Text>
      </Group>
      <Progress.Root size="md" radius="xl">
        <Progress.Section
          value={percent ?? 100}
          color={colours[tone]}
          animated={percent === undefined}
          aria-label={label}
        />
      </Progress.Root>
    </div>
  );
}
