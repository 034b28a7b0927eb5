import { Group, Loader, Paper, Text } from '@mantine/core';

/** Something that takes a moment, in words. */
export function Busy({ label }: { label: string }) {
  return (
    <Paper p="xl" role="status">
      <Group justify="center" gap="sm">
        <Loader aria-hidden />
        <Text>{label}</Text>
      </Group>
    </Paper>
  );
}
