import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { missing, useFields } from '../../lib/use-fields.ts';
import { FormFooter } from '../../ui/form-footer.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import {
  type Exceptions,
  exceptionsQuery,
  type Place,
  type Requirement,
  useExcuse,
  useOverride,
  useRevertExcuse,
  useRevertOverride,
} from './exceptions.queries.ts';
import { useExceptionWords } from './exceptions.words.ts';
import type { MatrixCell } from './progress.queries.ts';

const requirements: readonly Requirement[] = ['video', 'exam', 'homework'];

/** The requirements that a student has not met and is not excused of. */
const unmetOf = (cell: MatrixCell) =>
  requirements.filter((one) => !['not_required', 'passed', 'excused'].includes(cell[`${one}_state`]));

/** What was decided for this student beside the rules, and what can be. */
export function CellExceptions({ place, cell }: { place: Place; cell: MatrixCell }) {
  const words = useExceptionWords();
  const found = useQuery(exceptionsQuery(place)).data;
  const [open, setOpen] = useState<'excuse' | 'override'>();
  const unmet = unmetOf(cell);
  const close = () => setOpen(undefined);
  if (!found) return null;
  return (
    <Stack gap="xs">
      <Decided found={found} />
      {open === 'excuse' && <ExcuseForm {...{ place, unmet, close }} />}
      {open === 'override' && <OverrideForm {...{ place, close }} isComplete={cell.state === 'complete'} />}
      {open === undefined && (
        <Group gap="xs">
          {unmet.length > 0 && (
            <Button size="xs" variant="default" onClick={() => setOpen('excuse')}>
              {words.excuse}
            </Button>
          )}
          {!found.override && (
            <Button size="xs" variant="default" onClick={() => setOpen('override')}>
              {words.override}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}

function Decided({ found: { excuses, override } }: { found: Exceptions }) {
  const words = useExceptionWords();
  const excuse = useRevertExcuse();
  const overriding = useRevertOverride();
  if (excuses.length === 0 && !override) return null;
  return (
    <Rows>
      {override && (
        <OneDecision
          what={words.decided(override.completed)}
          given={override}
          revert={() => overriding.mutate(override.id)}
          busy={overriding.isPending}
        />
      )}
      {excuses.map((one) => (
        <OneDecision
          key={one.id}
          what={words.excused[one.requirement]}
          given={one}
          revert={() => excuse.mutate(one.id)}
          busy={excuse.isPending}
        />
      ))}
    </Rows>
  );
}

type Given = { reason: string; created_by_name: string; created_at: string };
type DecisionProps = { what: string; given: Given; revert: () => void; busy: boolean };

function OneDecision({ what, given, revert, busy }: DecisionProps) {
  const words = useExceptionWords();
  const dates = useDates();
  const facts = words.by(given.reason, given.created_by_name, dates.day(given.created_at));
  return (
    <Row title={what} facts={facts}>
      <Button size="xs" variant="subtle" aria-label={words.revertOf(what)} loading={busy} onClick={revert}>
        {words.revert}
      </Button>
    </Row>
  );
}

function ExcuseForm({
  place,
  unmet,
  close,
}: {
  place: Place;
  unmet: readonly Requirement[];
  close: () => void;
}) {
  const words = useExceptionWords();
  const excuse = useExcuse(place);
  const form = useFields(
    { requirement: unmet[0] ?? 'exam', reason: '' } as { requirement: string; reason: string },
    async ({ requirement, reason }) => {
      await excuse.mutateAsync({ requirement: requirement as Requirement, reason });
      close();
    },
    ({ reason }) => missing({ reason }, words.fill),
  );
  return (
    <form {...form.formProps}>
      <Stack gap="xs">
        <ProblemAlert error={form.problem} />
        <NativeSelect
          {...form.text('requirement')}
          label={words.what}
          data={unmet.map((value) => ({ value, label: words.requirements[value] }))}
          size="sm"
        />
        <ReasonAndSave form={form} close={close} />
      </Stack>
    </form>
  );
}

type OverrideProps = { place: Place; isComplete: boolean; close: () => void };

function OverrideForm({ place, isComplete, close }: OverrideProps) {
  const words = useExceptionWords();
  const override = useOverride(place);
  const form = useFields(
    { completed: isComplete ? 'no' : 'yes', reason: '' },
    async ({ completed, reason }) => {
      await override.mutateAsync({ completed: completed === 'yes', reason });
      close();
    },
    ({ reason }) => missing({ reason }, words.fill),
  );
  return (
    <form {...form.formProps}>
      <Stack gap="xs">
        <ProblemAlert error={form.problem} />
        <NativeSelect
          {...form.text('completed')}
          label={words.outcome}
          description={words.stays}
          data={(['yes', 'no'] as const).map((value) => ({ value, label: words.outcomes[value] }))}
          size="sm"
        />
        <ReasonAndSave form={form} close={close} />
      </Stack>
    </form>
  );
}

type Reasoned = { text: (name: 'reason') => object; busy: boolean };

function ReasonAndSave({ form, close }: { form: Reasoned; close: () => void }) {
  const words = useExceptionWords();
  return (
    <>
      <TextInput
        {...form.text('reason')}
        label={words.reason}
        description={words.reasonHint}
        maxLength={500}
        size="sm"
      />
      <FormFooter save={words.save} busy={form.busy} close={close} />
    </>
  );
}
