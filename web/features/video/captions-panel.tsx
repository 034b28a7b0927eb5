import { Button, FileButton, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { CaptionFault, captionFiles } from './caption-fault.tsx';
import { CaptionRow } from './caption-row.tsx';
import { addCaptionMutation, captionsQuery } from './captions.queries.ts';
import { useCaptionWords } from './captions.words.ts';

/** The captions of a video: add, look through, replace, delete. */
export function CaptionsPanel({ videoId }: { videoId: number }) {
  const words = useCaptionWords();
  const captions = useQuery(captionsQuery(videoId));
  return (
    <Section title={words.title} lead={words.lead}>
      <QueryView
        query={captions}
        isEmpty={(rows) => rows.length === 0}
        empty={
          <Text size="sm" c="dimmed">
            {words.none}
          </Text>
        }
      >
        {(rows) => (
          <Stack gap="sm">
            {rows.map((caption) => (
              <CaptionRow key={caption.id} caption={caption} />
            ))}
          </Stack>
        )}
      </QueryView>
      <AddCaption videoId={videoId} />
    </Section>
  );
}

function AddCaption({ videoId }: { videoId: number }) {
  const words = useCaptionWords();
  const [language, setLanguage] = useState('ko');
  const [label, setLabel] = useState<string>();
  const name = label ?? words.languages[language] ?? language;
  const add = useMutation(addCaptionMutation(useQueryClient(), videoId));
  const send = (file: File | null) => {
    if (!file) return;
    add.mutate({ file, language, label: name }, { onSuccess: () => doneToast(words.added(name)) });
  };
  return (
    <Stack gap={4}>
      <Group gap="sm" align="flex-end">
        <NativeSelect
          label={words.language}
          value={language}
          onChange={(event) => setLanguage(event.currentTarget.value)}
          data={Object.entries(words.languages).map(([value, text]) => ({ value, label: text }))}
        />
        <TextInput
          label={words.label}
          placeholder={words.labelHint}
          value={name}
          maxLength={60}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <FileButton accept={captionFiles} onChange={send}>
          {(props) => (
            <Button {...props} variant="default" loading={add.isPending} disabled={name.trim() === ''}>
              {words.add}
            </Button>
          )}
        </FileButton>
      </Group>
      <CaptionFault error={add.error} />
    </Stack>
  );
}
