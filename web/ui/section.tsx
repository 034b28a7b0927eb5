import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

type Props = { title: string; lead: string; aside?: ReactNode; children?: ReactNode };

/** One matter of the page: what it is, how it stands, what can be done. */
export function Section({ title, lead, aside, children }: Props) {
  return (
    <Paper component="section" p="lg">
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <div>
            <Title order={2} size="h4">
              {title}
            </Title>
            <Text size="sm" c="dimmed">
              {lead}
            </Text>
          </div>
          {aside}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
