import { Loader, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { useCoreWords } from '../lib/i18n/core.ts';
import styles from './states.module.css';

/** A whole screen that is on its way. */
export function LoadingScreen() {
  const { states } = useCoreWords();
  return (
    <div className={styles.centre} role="status">
      <Loader aria-hidden />
      <VisuallyHidden>{states.loading}</VisuallyHidden>
    </div>
  );
}

const widths = ['92%', '78%', '85%', '64%', '88%', '71%'];

/** Grey lines where a list or a card will stand. */
export function SkeletonRows({ rows = 5, height = 18 }: { rows?: number; height?: number }) {
  const { states } = useCoreWords();
  return (
    <Stack gap="md" py="sm" role="status" aria-label={states.loading}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <Skeleton key={row} height={height} width={widths[row % widths.length] ?? '100%'} />
      ))}
    </Stack>
  );
}
