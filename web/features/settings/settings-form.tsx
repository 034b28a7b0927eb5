import { Button, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { ProblemAlert } from '../../ui/problem.tsx';

type Form = { formProps: object; problem: unknown; busy: boolean };

/** The fields of one matter with their button. */
export function SettingsForm({ form, children }: { form: Form; children: ReactNode }) {
  const { actions } = useCoreWords();
  return (
    <form {...form.formProps}>
      <Stack gap="md">
        <ProblemAlert error={form.problem} />
        {children}
        <Button type="submit" loading={form.busy} style={{ alignSelf: 'flex-end' }}>
          {actions.save}
        </Button>
      </Stack>
    </form>
  );
}

/** Whether a text is a whole number in this range. */
export function fits(text: string, from: number, to: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= from && Number(text) <= to;
}

/** What a field for a whole number looks like. */
export const whole = (max: number) =>
  ({ type: 'number', inputMode: 'numeric', min: 0, max, styles: { wrapper: { maxWidth: '8rem' } } }) as const;
