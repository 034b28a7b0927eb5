import { Button, FileButton, Group, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { clockOf } from '../../lib/dates.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { CaptionFault, captionFiles } from './caption-fault.tsx';
import {
  type Caption,
  captionTextQuery,
  removeCaptionMutation,
  replaceCaptionMutation,
} from './captions.queries.ts';
import { parseCaptions } from './captions.ts';
import { useCaptionWords } from './captions.words.ts';

/** One caption file of a video with what can be done with it. */
export function CaptionRow({ caption }: { caption: Caption }) {
  const words = useCaptionWords();
  const { id, label, language, cues, filename } = caption;
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const replace = useMutation(replaceCaptionMutation(queries, id));
  const remove = useMutation(removeCaptionMutation(queries, id));
  const ask = async () => {
    const question = { title: words.removeTitle(label), loses: words.removeLoses(cues) };
    if (!(await confirmLoss({ ...question, action: words.remove }))) return;
    await remove.mutateAsync();
    doneToast(words.removed(label));
  };
  const send = (file: File | null) =>
    file && replace.mutate(file, { onSuccess: () => doneToast(words.replaced(label)) });
  return (
    <Stack gap={4}>
      <Group gap="xs" justify="space-between">
        <Text size="sm">
          <b>{label}</b> · {words.languages[language] ?? language} · {words.count(cues)} · {filename}
        </Text>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            aria-expanded={isOpen}
            aria-label={words.named(words.look, label)}
            onClick={() => setOpen(!isOpen)}
          >
            {words.look}
          </Button>
          <FileButton accept={captionFiles} onChange={send}>
            {(props) => (
              <Button
                {...props}
                size="xs"
                variant="default"
                loading={replace.isPending}
                aria-label={words.named(words.replace, label)}
              >
                {words.replace}
              </Button>
            )}
          </FileButton>
          <Button
            size="xs"
            variant="default"
            loading={remove.isPending}
            aria-label={words.named(words.remove, label)}
            onClick={() => void ask().catch(() => undefined)}
          >
            {words.remove}
          </Button>
        </Group>
      </Group>
      <CaptionFault error={replace.error} />
      {isOpen && <CaptionText caption={caption} />}
    </Stack>
  );
}

const SHOWN = 200;

function CaptionText({ caption }: { caption: Caption }) {
  const words = useCaptionWords();
  const text = useQuery(captionTextQuery(caption));
  return (
    <Paper p="sm" bg="var(--hover)" mah="16rem" style={{ overflow: 'auto' }} tabIndex={0}>
      <QueryView query={text}>
        {(vtt) => (
          <>
            {parseCaptions(vtt)
              .slice(0, SHOWN)
              .map((cue) => (
                <Text key={`${cue.from}-${cue.to}-${cue.text}`} size="sm">
                  {clockOf(cue.from)} {cue.text.replace(/<[^>]+>/g, '')}
                </Text>
              ))}
            {caption.cues > SHOWN && (
              <Text size="sm" c="dimmed">
                {words.more(caption.cues - SHOWN)}
              </Text>
            )}
          </>
        )}
      </QueryView>
    </Paper>
  );
}
