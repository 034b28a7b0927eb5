import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';

type Props = {
  words: { previous: string; next: string };
  at: number;
  count: number;
  go: (step: 1 | -1) => void;
  /** What stands between the two. */
  children?: ReactNode;
};

/** Buttons to the one before and the one behind in a list that is worked through. */
export function Steps({ words, at, count, go, children }: Props) {
  return (
    <>
      <ActionIcon
        size="lg"
        variant="default"
        aria-label={words.previous}
        disabled={at === 0}
        onClick={() => go(-1)}
      >
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      {children}
      <ActionIcon
        size="lg"
        variant="default"
        aria-label={words.next}
        disabled={at >= count - 1}
        onClick={() => go(1)}
      >
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
    </>
  );
}
