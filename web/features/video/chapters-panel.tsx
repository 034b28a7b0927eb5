import { Button, Group, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { chaptersQuery, setChaptersMutation } from './chapters.queries.ts';
import { parseChapters, writeChapters } from './chapters.ts';
import { useChapterWords } from './chapters.words.ts';

/** The chapters of a video as lines of text, which can be pasted from anywhere. */
export function ChaptersPanel({ videoId }: { videoId: number }) {
  const words = useChapterWords();
  const stored = useQuery(chaptersQuery(videoId));
  return (
    <Section title={words.title} lead={words.lead}>
      <QueryView query={stored}>
        {({ chapters }) => (
          <Editor key={writeChapters(chapters)} videoId={videoId} text={writeChapters(chapters)} />
        )}
      </QueryView>
    </Section>
  );
}

function Editor({ videoId, text: stored }: { videoId: number; text: string }) {
  const words = useChapterWords();
  const [text, setText] = useState(stored);
  const save = useMutation(setChaptersMutation(useQueryClient(), videoId));
  const { chapters, wrong } = parseChapters(text);
  return (
    <>
      <Textarea
        aria-label={words.lines}
        placeholder={words.example}
        value={text}
        rows={Math.min(12, Math.max(4, text.split('\n').length + 1))}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {wrong.length > 0 && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {words.wrong(wrong.join(', '))}
        </Text>
      )}
      <ProblemAlert error={save.error} />
      <Group>
        <Button
          variant="default"
          loading={save.isPending}
          disabled={wrong.length > 0 || text === stored}
          onClick={() => save.mutate(chapters, { onSuccess: () => doneToast(words.saved(chapters.length)) })}
        >
          {words.save}
        </Button>
      </Group>
    </>
  );
}
