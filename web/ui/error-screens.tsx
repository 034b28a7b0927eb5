import { Button } from '@mantine/core';
import { IconAlertTriangle, IconMapOff } from '@tabler/icons-react';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useCoreWords } from '../lib/i18n/core.ts';
import { sentenceOf } from '../lib/problem.ts';
import { EmptyState } from './empty-state.tsx';

/** A screen that could not be shown at all. */
export function ErrorScreen({ error, reset }: ErrorComponentProps) {
  const { actions, errors } = useCoreWords();
  return (
    <main>
      <EmptyState
        level={1}
        tone="bad"
        icon={IconAlertTriangle}
        title={errors.title}
        hint={sentenceOf(error)}
        action={<Button onClick={reset}>{actions.retry}</Button>}
      />
    </main>
  );
}

export function NotFoundScreen() {
  const { errors } = useCoreWords();
  const home = (
    <Button component="a" href="/" variant="light">
      {errors.home}
    </Button>
  );
  return (
    <main>
      <EmptyState
        level={1}
        icon={IconMapOff}
        title={errors.notFoundTitle}
        hint={errors.notFoundHint}
        action={home}
      />
    </main>
  );
}
