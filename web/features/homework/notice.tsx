import { Alert } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';

const looks = {
  warn: { color: 'gardenia', Sign: IconAlertTriangle },
  bad: { color: 'cinnabar', Sign: IconAlertTriangle },
  info: { color: 'jjok', Sign: IconInfoCircle },
} as const;

/** A sentence that must not be overlooked; it may be long. */
export function Notice({ tone, children }: { tone: keyof typeof looks; children: ReactNode }) {
  const { color, Sign } = looks[tone];
  return (
    <Alert color={color} variant="light" p="xs" role="note" icon={<Sign size={18} aria-hidden />}>
      {children}
    </Alert>
  );
}
