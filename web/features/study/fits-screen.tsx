import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconWaveSine } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDates } from '../../lib/dates.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { type Fit, type Fits, fitsQuery, useFitNow, useRevertFit } from './fits.queries.ts';
import { useFitWords } from './fits.words.ts';

const tones: Record<Fit['state'], Tone> = { adopted: 'ok', rejected: 'idle', reverted: 'warn' };
const loss = (value: number) => value.toFixed(4);

function useColumns(in_use: readonly number[], goBack: (fit: Fit) => void): Column<Fit>[] {
  const { columns, states, inUse, whose, revert } = useFitWords();
  const dates = useDates();
  return [
    { key: 'at', header: columns.at, cell: ({ fitted_at }) => dates.dateTime(fitted_at) },
    { key: 'whose', header: columns.whose, cell: (fit) => whose(fit.student_name, fit.subject) },
    {
      key: 'state',
      header: columns.state,
      cell: ({ id, state }) => (
        <StatusBadge tone={tones[state]}>
          {states[state]}
          {in_use.includes(id) && ` · ${inUse}`}
        </StatusBadge>
      ),
    },
    {
      key: 'answers',
      header: columns.answers,
      cell: ({ learned, tested }) => `${learned.toLocaleString()} / ${tested.toLocaleString()}`,
    },
    { key: 'loss', header: columns.loss, cell: ({ log_loss }) => loss(log_loss) },
    { key: 'before', header: columns.before, cell: ({ log_loss_before }) => loss(log_loss_before) },
    { key: 'standard', header: columns.standard, cell: ({ log_loss_default }) => loss(log_loss_default) },
    {
      key: 'gain',
      header: columns.gain,
      cell: ({ gain, gain_error }) => `${loss(gain)} ± ${loss(gain_error)}`,
    },
    {
      key: 'revert',
      header: '',
      cell: (fit) =>
        in_use.includes(fit.id) && (
          <Button size="xs" variant="default" onClick={() => goBack(fit)}>
            {revert}
          </Button>
        ),
    },
  ];
}

function Standing({ fits }: { fits: Fits }) {
  const words = useFitWords();
  const fit = useFitNow();
  const isEnough = fits.reviews >= fits.needed;
  const paused = fits.paused.map(({ student_name, subject }) => words.whose(student_name, subject));
  return (
    <Paper p="lg">
      <Group justify="space-between" align="center" gap="md">
        <div role="status">
          <Text fw={600}>{fits.in_use.length === 0 ? words.standard : words.own(fits.in_use.length)}</Text>
          <Text size="sm" c="dimmed">
            {words.reviews(fits.reviews)}
            {!isEnough && ` · ${words.tooFew(fits.needed)}`}
          </Text>
          {paused.length > 0 && <Text size="sm">{words.paused(paused.join(', '))}</Text>}
          {fit.isSuccess && <Text size="sm">{words.fitting}</Text>}
        </div>
        <Button disabled={!isEnough} loading={fit.isPending} onClick={() => fit.mutate()}>
          {words.fit}
        </Button>
      </Group>
    </Paper>
  );
}

function FitList({ fits }: { fits: Fits }) {
  const words = useFitWords();
  const revert = useRevertFit();
  const ask = async ({ id, student_name, subject }: Fit) => {
    const whose = words.whose(student_name, subject);
    const sure = await confirmLoss({
      ...{ title: words.revertTitle(whose), loses: words.revertLoses, action: words.revert },
    });
    if (!sure) return;
    await revert.mutateAsync(id);
    doneToast(words.reverted);
  };
  const columns = useColumns(fits.in_use, (fit) => void ask(fit).catch(() => undefined));
  if (fits.results.length === 0)
    return (
      <Paper>
        <EmptyState icon={IconWaveSine} title={words.none} hint={words.noneHint} />
      </Paper>
    );
  return (
    <>
      <DataTable label={words.title} rows={fits.results} rowKey={({ id }) => id} columns={columns} />
      <Text size="xs" c="dimmed">
        {words.lossHint}
      </Text>
    </>
  );
}

/** How well the scheduler predicts the answers of the academy, with which settings, and the way back. */
export function FitsScreen() {
  const words = useFitWords();
  return (
    <Page title={words.title} lead={words.lead}>
      <QueryView query={useQuery(fitsQuery)}>
        {(fits) => (
          <Stack gap="md">
            <Standing fits={fits} />
            <FitList fits={fits} />
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}
