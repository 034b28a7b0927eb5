import {
  ActionIcon,
  Button,
  FileButton,
  Group,
  NativeSelect,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { studyImageTypes } from '@seodang/contract/study-images.ts';
import { IconCheck, IconPhoto, IconPlus } from '@tabler/icons-react';
import { fieldErrorsOf } from '../../lib/problem.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { useAddPicture } from './bank.queries.ts';
import { useBankWords } from './bank.words.ts';
import { isChoice, keyAfter, keysOf, type QuestionDraft, withChoice } from './question-draft.rules.ts';

type Props = {
  topic_id: number;
  draft: QuestionDraft;
  error: unknown;
  change: (draft: QuestionDraft) => void;
};

/** Complaints at parts of a field belong to the field. */
function useErrors(error: unknown) {
  const found = Object.entries(fieldErrorsOf(error));
  return (name: string) => found.find(([pointer]) => pointer.split('/')[1] === name)?.[1];
}

function Choices({ draft, change, error }: Props) {
  const words = useBankWords();
  const complaint = useErrors(error)('choices');
  const keys = new Set(keysOf(draft).flat());
  return (
    <Stack gap={6} component="fieldset" m={0} p={0} bd={0}>
      <Text component="legend" size="sm" fw={600} mb={4}>
        {words.fields.choices}
      </Text>
      {draft.choices.map((choice, at) => (
        <Group key={choice.id} gap="xs" wrap="nowrap">
          <ActionIcon
            size="lg"
            radius="xl"
            variant={keys.has(choice.id) ? 'filled' : 'default'}
            color="celadon"
            aria-pressed={keys.has(choice.id)}
            aria-label={words.fields.isKey(choice.id)}
            onClick={() => change({ ...draft, key: keyAfter(draft, choice.id) })}
          >
            {keys.has(choice.id) ? <IconCheck size={18} aria-hidden /> : choice.id}
          </ActionIcon>
          <TextInput
            flex={1}
            aria-label={words.fields.choice(choice.id)}
            value={choice.text}
            onChange={({ currentTarget: { value } }) =>
              change({ ...draft, choices: draft.choices.with(at, { ...choice, text: value }) })
            }
          />
        </Group>
      ))}
      {complaint && (
        <Text size="xs" c="cinnabar">
          {complaint}
        </Text>
      )}
      <Group>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => change({ ...draft, choices: withChoice(draft.choices) })}
        >
          {words.fields.addChoice}
        </Button>
      </Group>
    </Stack>
  );
}

/** A picture from this device, put below the text of the question. */
function AddPicture({ topic_id, draft, change }: Props) {
  const words = useBankWords();
  const add = useAddPicture(topic_id);
  const take = (file: File | null) => {
    if (!file) return;
    add.mutate(file, {
      onSuccess: ({ name }) =>
        change({ ...draft, body: `${draft.body}${draft.body ? '\n' : ''}![](image:${name})` }),
    });
  };
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <FileButton accept={studyImageTypes.join()} onChange={take}>
          {(props) => (
            <Button
              {...props}
              variant="subtle"
              size="compact-sm"
              loading={add.isPending}
              leftSection={<IconPhoto size={16} aria-hidden />}
            >
              {words.addPicture}
            </Button>
          )}
        </FileButton>
      </Group>
      {draft.body.includes('](image:') && (
        <Text size="xs" c="dimmed">
          {words.pictureHint}
        </Text>
      )}
      <ProblemAlert error={add.error} />
    </Stack>
  );
}

/** What a question is made of, as fields. */
export function QuestionFields(props: Props) {
  const { draft, change, error } = props;
  const words = useBankWords();
  const { fields, kinds } = words;
  const errorOf = useErrors(error);
  type Text = Exclude<keyof QuestionDraft, 'choices' | 'kind'>;
  const text = (name: Text, pointer: string = name) => ({
    value: draft[name],
    error: errorOf(pointer),
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      change({ ...draft, [name]: value }),
  });
  return (
    <Stack gap="sm">
      <Group grow align="flex-start">
        <NativeSelect
          label={fields.kind}
          value={draft.kind}
          data={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
          onChange={({ currentTarget: { value } }) =>
            change({ ...draft, kind: value as QuestionDraft['kind'], key: '' })
          }
        />
        <TextInput label={fields.subject} maxLength={120} {...text('subject')} />
      </Group>
      <Textarea
        label={fields.body}
        description={fields.bodyHint}
        autosize
        minRows={3}
        maxRows={12}
        {...text('body')}
        data-autofocus
      />
      <AddPicture {...props} />
      {isChoice(draft.kind) && <Choices {...props} />}
      <TextInput label={fields.key} description={fields.keyHint} {...text('key', 'keys')} />
      <Textarea label={fields.explanation} autosize minRows={2} maxRows={8} {...text('explanation')} />
      <TextInput label={fields.tags} description={fields.tagsHint} {...text('tags')} />
      <Group grow align="flex-start">
        <TextInput label={fields.variant} description={fields.variantHint} {...text('variant_group')} />
        <TextInput label={fields.frequency} inputMode="numeric" {...text('frequency')} />
      </Group>
    </Stack>
  );
}
