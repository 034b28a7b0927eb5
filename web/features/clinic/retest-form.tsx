import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { type LinkDetail, retest } from './clinic.queries.ts';
import { useSlotWords } from './slots.words.ts';
import { useClinicWords } from './words.ts';

/** The score of a re-test; what was recorded wrongly is recorded again. */
export function RetestForm({ link }: { link: Pick<LinkDetail, 'id'> }) {
  const { link: words } = useClinicWords();
  const { needed } = useSlotWords();
  const record = useMutation(retest(useQueryClient()));
  const form = useFields(
    { score: '' },
    ({ score }) => record.mutateAsync({ id: link.id, score: Number(score) }),
    ({ score }) => (score.trim() === '' || Number.isNaN(Number(score)) ? { '/score': needed } : {}),
  );
  return (
    <form {...form.formProps}>
      <ProblemAlert error={form.problem} />
      <Group align="flex-end" gap="xs">
        <TextInput
          {...form.text('score')}
          label={words.retest}
          description={words.retestHint}
          inputMode="decimal"
          flex="1 1 12rem"
        />
        <Button type="submit" variant="light" loading={form.busy}>
          {words.record}
        </Button>
      </Group>
    </form>
  );
}
