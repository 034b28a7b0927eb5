import { Button, Group, Modal, NativeSelect, Paper, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { fieldErrorsOf } from '../../lib/problem.ts';
import { doneToast } from '../../ui/toast.tsx';
import { editVideoMutation, type VideoRules } from './manage.queries.ts';
import { useManageWords } from './manage.words.ts';
import { useVideoWords } from './words.ts';

const speeds = [1, 1.25, 1.5, 1.75, 2, 2.5, 3];

type Props = { video: VideoRules & { id: number }; close: () => void };

/** The name of a video and how students may watch it, with the sentence that they will read. */
export function RulesDialog({ video, close }: Props) {
  const words = useManageWords();
  const { actions } = useCoreWords();
  const { title, allow_skip, max_speed, show_watermark } = video;
  const [rules, setRules] = useState<VideoRules>({ title, allow_skip, max_speed, show_watermark });
  const save = useMutation(editVideoMutation(useQueryClient(), video.id));
  const change = (part: Partial<VideoRules>) => setRules((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(rules, {
      onSuccess: () => {
        doneToast(words.saved);
        close();
      },
    });
  };
  return (
    <Modal opened onClose={close} title={words.edit} closeButtonProps={{ 'aria-label': actions.close }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={words.name}
            value={rules.title}
            required
            maxLength={255}
            error={fieldErrorsOf(save.error)['/title']}
            onChange={(event) => change({ title: event.currentTarget.value })}
          />
          <Fields rules={rules} change={change} />
          <WhatStudentsRead rules={rules} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {actions.cancel}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {actions.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

type FieldsProps = { rules: VideoRules; change: (part: Partial<VideoRules>) => void };

function Fields({ rules, change }: FieldsProps) {
  const words = useManageWords();
  const offered = [...new Set([...speeds, rules.max_speed])].sort((a, b) => a - b);
  return (
    <>
      <Switch
        label={words.allowSkip}
        description={words.allowSkipHint}
        checked={rules.allow_skip}
        onChange={(event) => change({ allow_skip: event.currentTarget.checked })}
      />
      <NativeSelect
        label={words.maxSpeed}
        value={String(rules.max_speed)}
        onChange={(event) => change({ max_speed: Number(event.currentTarget.value) })}
        data={offered.map((rate) => ({ value: String(rate), label: words.speed(rate) }))}
      />
      <Switch
        label={words.watermark}
        description={words.watermarkHint}
        checked={rules.show_watermark}
        onChange={(event) => change({ show_watermark: event.currentTarget.checked })}
      />
    </>
  );
}

function WhatStudentsRead({ rules }: { rules: VideoRules }) {
  const words = useManageWords();
  const { rule } = useVideoWords();
  return (
    <Paper p="sm" bg="var(--hover)">
      <Text size="xs" c="dimmed" fw={600}>
        {words.studentsSee}
      </Text>
      <Text size="sm">
        {rules.allow_skip ? rule.free : rule.bounded}, {rule.upTo(rules.max_speed)}
      </Text>
      <Text size="xs" c="dimmed" mt={4}>
        {words.appliesAt}
      </Text>
    </Paper>
  );
}
