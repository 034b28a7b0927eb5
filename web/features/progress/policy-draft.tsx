import { Button, Fieldset, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { Section } from '../../ui/section.tsx';
import { doneToast } from '../../ui/toast.tsx';
import {
  type Policy,
  type Preview,
  usePreviewPolicy,
  usePublishPolicy,
  type Version,
} from './policy.queries.ts';
import { changedRules, draftOf, type NumberRule, unreadable, type Values, valuesOf } from './policy.rules.ts';
import { usePolicyWords } from './policy.words.ts';
import { RuleChanges } from './policy-history.tsx';
import { PolicyPreview } from './policy-preview.tsx';
import type { MatrixSession } from './progress.queries.ts';
import { useProgressWords } from './words.ts';

type Props = { policy: Policy; sessions: readonly MatrixSession[] };
type Shown = { values: string; preview: Preview };

/** The newest rules as a form; what a change would do is shown first, and only what was shown can be applied. */
export function PolicyDraftForm({ policy, sessions }: Props) {
  const words = usePolicyWords();
  const newest = policy.versions[0] as Version;
  const previewing = usePreviewPolicy(policy.id);
  const publishing = usePublishPolicy(policy);
  const [shown, setShown] = useState<Shown>();
  const form = useFields<Values>(
    valuesOf(newest, useFirstDay(sessions)),
    async (values) => {
      const preview = await previewing.mutateAsync(draftOf(values, newest.version));
      setShown({ values: JSON.stringify(values), preview });
    },
    (values) => Object.fromEntries(unreadable(values).map((name) => [`/${name}`, words.badNumber])),
  );
  const draft = draftOf(form.values, newest.version);
  const isSame = changedRules(newest, draft).length === 0;
  const current = shown?.values === JSON.stringify(form.values) ? shown.preview : undefined;
  const publish = () =>
    publishing.mutateAsync(draft).then(
      () => doneToast(words.published),
      () => undefined,
    );
  return (
    <Section title={words.title} lead={words.lead}>
      <form {...form.formProps}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {words.draftLead}
          </Text>
          <ProblemAlert error={form.problem ?? publishing.error} />
          <RuleFields text={form.text} />
          <FromFields text={form.text} sessions={sessions} />
          {!isSame && unreadable(form.values).length === 0 && (
            <div>
              <Text size="sm" fw={600} mb={4}>
                {words.changes}
              </Text>
              <RuleChanges before={newest} after={draft} />
            </div>
          )}
          {current && <PolicyPreview preview={current} />}
          <Group justify="flex-end" gap="xs">
            {isSame && (
              <Text size="sm" c="dimmed">
                {words.same}
              </Text>
            )}
            <Button
              type="submit"
              variant={current ? 'default' : 'filled'}
              disabled={isSame}
              loading={form.busy}
            >
              {words.preview}
            </Button>
            {current && (
              <Button loading={publishing.isPending} onClick={() => void publish()}>
                {words.publish}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

/** The first session from today on, else all of them. */
function useFirstDay(sessions: readonly MatrixSession[]): string {
  const today = useDates().today();
  return sessions.find(({ date }) => date !== null && date >= today)?.date ?? '';
}

type Fields = { text: ReturnType<typeof useFields<Values>>['text'] };

const groups: readonly ['video' | 'exam' | 'homework' | 'risk', readonly NumberRule[]][] = [
  ['video', ['video_required_rate']],
  ['exam', ['exam_pass_score', 'exam_start_session_order', 'exam_end_session_order']],
  ['homework', ['homework_pass_score', 'homework_start_session_order', 'homework_end_session_order']],
  [
    'risk',
    ['warning_after', 'danger_after', 'low_score_warning_after', 'low_score_danger_after', 'grace_days'],
  ],
];
const hints: Partial<Record<NumberRule, 'openEnd' | 'ownScore'>> = {
  exam_end_session_order: 'openEnd',
  exam_pass_score: 'ownScore',
  homework_end_session_order: 'openEnd',
};

function RuleFields({ text }: Fields) {
  const words = usePolicyWords();
  return groups.map(([group, rules]) => (
    <Fieldset key={group} legend={words.groups[group]}>
      <SimpleGrid cols={{ base: 1, sm: 2, ...(group === 'homework' ? {} : { md: 3 }) }} spacing="md">
        {group === 'homework' && (
          <NativeSelect
            {...text('homework_pass_type')}
            label={words.rules.homework_pass_type}
            data={(['TEACHER_APPROVAL', 'SUBMIT', 'SCORE'] as const).map((value) => ({
              value,
              label: words.types[value],
            }))}
          />
        )}
        {rules.map((rule) => {
          const hint = hints[rule];
          return (
            <TextInput
              key={rule}
              {...text(rule)}
              label={words.rules[rule]}
              inputMode="decimal"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              description={hint && words[hint]}
            />
          );
        })}
      </SimpleGrid>
    </Fieldset>
  ));
}

function FromFields({ text, sessions }: Fields & Pick<Props, 'sessions'>) {
  const words = usePolicyWords();
  const dates = useDates();
  const { makeUp, sessionOf } = useProgressWords();
  const days = sessions.flatMap(({ date, regular_order }) =>
    date === null
      ? []
      : [
          {
            value: date,
            label: words.fromSession(
              regular_order === null ? makeUp : sessionOf(regular_order),
              dates.shortDay(date),
            ),
          },
        ],
  );
  const unique = days.filter(({ value }, at) => days.findIndex((one) => one.value === value) === at);
  return (
    <Fieldset legend={words.groups.from}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <NativeSelect
          {...text('effective_on')}
          label={words.from}
          data={[{ value: '', label: words.fromAll }, ...unique]}
        />
        <TextInput {...text('note')} label={words.note} placeholder={words.noteHint} maxLength={500} />
      </SimpleGrid>
    </Fieldset>
  );
}
