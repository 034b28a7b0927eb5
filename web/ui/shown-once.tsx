import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconEye } from '@tabler/icons-react';

type Props = { title: string; hint: string; secrets: readonly string[]; copy: string; copied: string };

/** Something that is shown this once: to read aloud, or to copy. */
export function ShownOnce({ title, hint, secrets, copy, copied }: Props) {
  return (
    <Alert color="gardenia" icon={<IconEye size={18} aria-hidden />} title={title} role="status">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{hint}</Text>
        <Group gap="xs">
          {secrets.map((secret) => (
            <Code key={secret} style={{ fontSize: 'var(--mantine-font-size-md)', overflowWrap: 'anywhere' }}>
              {secret}
            </Code>
          ))}
        </Group>
        <CopyButton value={secrets.join('\n')}>
          {({ copied: isDone, copy: take }) => (
            <Button
              size="xs"
              variant="default"
              leftSection={isDone ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
              onClick={take}
            >
              {isDone ? copied : copy}
            </Button>
          )}
        </CopyButton>
      </Stack>
    </Alert>
  );
}
