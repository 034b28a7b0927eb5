import { Paper, Stack, Text, Title } from '@mantine/core';
import { type ReadLine, SURE_WORD } from '@seodang/contract/homework-text.ts';
import { useQuery } from '@tanstack/react-query';
import { textQuery, type Version } from './homework.queries.ts';
import styles from './review.module.css';
import { useReviewWords } from './review.words.ts';

type Props = {
  version: Version;
  place: number;
  /** Shows where on the page a line stands; undefined when none is meant. */
  point: (box: ReadLine['box'] | undefined) => void;
};

/** Words with the spaces that the line has: of Korean, words are often only syllables. */
function spaced({ text, words }: ReadLine): { text: string; confidence: number }[] {
  let at = 0;
  return words.map((word) => {
    const found = text.indexOf(word.text, at);
    if (found < 0) return { ...word, text: `${word.text} ` };
    at = found + word.text.length;
    return { ...word, text: /\s/.test(text[at] ?? ' ') ? `${word.text} ` : word.text };
  });
}

/** The words of a line as it was printed, the doubtful ones marked. */
export function LineWords({ line }: { line: ReadLine }) {
  return spaced(line).map((word, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the words of a line do not change
    <span key={at} data-doubtful={word.confidence < SURE_WORD || undefined}>
      {word.text}
    </span>
  ));
}

function Line({ line, point }: { line: ReadLine; point: Props['point'] }) {
  const show = () => point(line.box);
  const hide = () => point(undefined);
  return (
    <li>
      <button
        type="button"
        className={styles.read}
        onMouseEnter={show}
        onFocus={show}
        onMouseLeave={hide}
        onBlur={hide}
      >
        <LineWords line={line} />
      </button>
    </li>
  );
}

/** What a machine read on a page, beside the photo: doubtful words are marked, and nothing is graded by it. */
export function PageText({ version, place, point }: Props) {
  const { read: words } = useReviewWords();
  const text = useQuery(textQuery(version.id)).data;
  if (!text || text.state === 'none') return null;
  const lines = text.pages.find((page) => page.place === place && page.at === null)?.lines ?? [];
  return (
    <Paper p="md" component="section" aria-label={words.title}>
      <Stack gap="xs">
        <Title order={2} size="h5">
          {words.title}
        </Title>
        {text.state === 'waiting' && <Text c="dimmed">{words.waiting}</Text>}
        {text.state === 'read' && lines.length === 0 && <Text c="dimmed">{words.nothing}</Text>}
        {lines.length > 0 && (
          <>
            <ul className={styles.readLines}>
              {lines.map((line) => (
                <Line key={line.box.join(' ')} line={line} point={point} />
              ))}
            </ul>
            <Text size="xs" c="dimmed">
              {words.hint}
            </Text>
          </>
        )}
      </Stack>
    </Paper>
  );
}
