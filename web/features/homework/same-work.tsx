import { Button, Modal, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconColumns } from '@tabler/icons-react';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { useCoreWords } from '../../lib/i18n/core.ts';
import type { Version } from './homework.queries.ts';
import { Notice } from './notice.tsx';
import styles from './review.module.css';
import { useReviewWords } from './review.words.ts';

type Hint = Version['same_pictures'][number];

/** Both pictures side by side: whoever reviews sees for themselves. */
function Compare({ version, hint, close }: { version: Version; hint: Hint; close: () => void }) {
  const words = useReviewWords();
  const { actions } = useCoreWords();
  const dates = useDates();
  const own = version.files.find(({ place }) => place === hint.place);
  const { other } = hint;
  const sides = [
    {
      name: version.student_name,
      place: hint.place,
      note: dates.dateTime(version.created_at),
      url: own?.url,
    },
    {
      name: other.student_name,
      place: other.place,
      note: words.ofHomework(other.title, dates.dateTime(other.created_at)),
      url: other.url,
    },
  ];
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
          {words.nearHint}
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {sides.map(({ name, place, note, url }, at) => (
            <figure key={at === 0 ? 'own' : 'other'} className={styles.side}>
              <figcaption>
                <Text fw={600}>{words.pageOf(name, place)}</Text>
                <Text size="sm" c="dimmed">
                  {note}
                </Text>
              </figcaption>
              {url && <img src={url} alt={words.pageOf(name, place)} />}
            </figure>
          ))}
        </SimpleGrid>
      </Stack>
    </Modal>
  );
}

function HintLine({ version, hint }: { version: Version; hint: Hint }) {
  const words = useReviewWords();
  const [isOpen, setOpen] = useState(false);
  const { place, kind, other } = hint;
  const say = kind === 'same' ? words.same : words.near;
  return (
    <Notice tone={kind === 'same' ? 'warn' : 'info'}>
      <Stack gap={6} align="flex-start">
        <span>{say(place, other.student_name, other.place)}</span>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconColumns size={16} aria-hidden />}
          onClick={() => setOpen(true)}
        >
          {words.compare}
        </Button>
      </Stack>
      {isOpen && <Compare version={version} hint={hint} close={() => setOpen(false)} />}
    </Notice>
  );
}

/** Pages that look like somebody's: hints to look at, never a judgement. */
export function SameWork({ version }: { version: Version }) {
  return version.same_pictures.map((hint) => (
    <HintLine
      key={`${hint.place} ${hint.other.submission_id} ${hint.other.place}`}
      version={version}
      hint={hint}
    />
  ));
}
