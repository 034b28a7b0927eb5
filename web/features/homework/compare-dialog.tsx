import { Modal, SimpleGrid, Stack, Text } from '@mantine/core';
import { useCoreWords } from '../../lib/i18n/core.ts';
import styles from './review.module.css';
import { useReviewWords } from './review.words.ts';

export type Side = { title: string; note: string; url: string | null | undefined };
type Props = {
  hint: string;
  sides: readonly [own: Side, other: Side];
  passages?: readonly string[];
  close: () => void;
};

/** Both works side by side, and what stands in both: whoever reviews sees for themselves. */
export function CompareDialog({ hint, sides, passages = [], close }: Props) {
  const words = useReviewWords();
  const { actions } = useCoreWords();
  return (
    <Modal
      opened
      onClose={close}
      size="90rem"
      title={words.compare}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
        {passages.length > 0 && (
          <ul className={styles.passages} aria-label={words.passages}>
            {passages.map((passage) => (
              <li key={passage}>{passage}</li>
            ))}
          </ul>
        )}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {sides.map(({ title, note, url }, at) => (
            <figure key={at === 0 ? 'own' : 'other'} className={styles.side}>
              <figcaption>
                <Text fw={600}>{title}</Text>
                <Text size="sm" c="dimmed">
                  {note}
                </Text>
              </figcaption>
              {url ? (
                <img src={url} alt={title} />
              ) : (
                <Text size="sm" c="dimmed">
                  {words.noPicture}
                </Text>
              )}
            </figure>
          ))}
        </SimpleGrid>
      </Stack>
    </Modal>
  );
}
