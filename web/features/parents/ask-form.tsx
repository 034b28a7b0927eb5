import { Button, Group, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { type Door, type Lesson, useAsk } from './parents.queries.ts';
import { useParentWords } from './words.ts';

type Kind = 'excuse' | 'make_up';
type Props = { door: Door; childId: number; lesson: Lesson; close: (sent: boolean) => void };

/** Tells why a child does not come to one class, or asks for another time. */
export function AskForm({ door, childId, lesson, close }: Props) {
  const words = useParentWords();
  const [kind, setKind] = useState<Kind>('excuse');
  const ask = useAsk(door, childId);
  const form = useFields(
    { reason: '' },
    async ({ reason }) => {
      await ask.mutateAsync({ session_id: lesson.session_id, kind, reason });
      close(true);
    },
    ({ reason }) => (reason.trim() === '' ? { '/reason': words.reasonMissing } : {}),
  );
  return (
    <form {...form.formProps} aria-label={words.askOf(lesson.title)}>
      <Stack gap="sm" py="xs">
        <ProblemAlert error={form.problem} />
        <SegmentedControl
          aria-label={words.kind}
          value={kind}
          onChange={(value) => setKind(value === 'make_up' ? 'make_up' : 'excuse')}
          data={[
            { value: 'excuse', label: words.kinds.excuse },
            { value: 'make_up', label: words.kinds.make_up },
          ]}
        />
        <Textarea
          {...form.text('reason')}
          label={words.reason}
          placeholder={words.reasonHints[kind]}
          maxLength={500}
          autosize
          minRows={2}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => close(false)}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={form.busy}>
            {words.send}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
