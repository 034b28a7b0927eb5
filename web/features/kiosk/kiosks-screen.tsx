import { Alert, Button, Code, Group, Paper, Stack, TextInput } from '@mantine/core';
import type { Output } from '@seodang/contract/call.ts';
import { createKiosk, listKiosks, revokeKiosk } from '@seodang/contract/kiosk.ts';
import { IconCopy, IconDeviceTablet } from '@tabler/icons-react';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useDates } from '../../lib/dates.ts';
import { useFields } from '../../lib/use-fields.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { useKioskWords } from './words.ts';

type Kiosk = Output<typeof listKiosks>['results'][number];
const kiosksQuery = queryOptions({
  queryKey: ['kiosks'],
  queryFn: () => call(listKiosks, { querystring: { page_size: 500 } }),
});

function useRefreshing() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['kiosks'] });
}

function StopButton({ kiosk }: { kiosk: Kiosk }) {
  const { admin: words } = useKioskWords();
  const refresh = useRefreshing();
  const stop = useMutation({
    mutationFn: () => call(revokeKiosk, { params: { id: kiosk.id } }),
    onSuccess: refresh,
  });
  const ask = async () => {
    const { stopTitle, stopLoses, stop: action } = words;
    if (await confirmLoss({ title: stopTitle(kiosk.name), loses: stopLoses, action })) stop.mutate();
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={words.stopOf(kiosk.name)}
      loading={stop.isPending}
      onClick={() => void ask()}
    >
      {words.stop}
    </Button>
  );
}

function NewLink({ path }: { path: string }) {
  const { admin: words } = useKioskWords();
  const address = new URL(path, location.origin).href;
  const copy = () => void navigator.clipboard.writeText(address).then(() => doneToast(words.copied));
  return (
    <Alert color="celadon" title={words.link}>
      <Stack gap="xs" align="flex-start">
        <Code data-testid="kiosk-address">{address}</Code>
        <Group gap="xs">
          <Button size="xs" leftSection={<IconCopy size={16} aria-hidden />} onClick={copy}>
            {words.copy}
          </Button>
          <Button size="xs" variant="default" component="a" href={address} target="_blank" rel="noreferrer">
            {words.open}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function NewKiosk({ tell }: { tell: (path: string) => void }) {
  const { admin: words } = useKioskWords();
  const refresh = useRefreshing();
  const form = useFields({ name: '' }, async ({ name }) => {
    const { path } = await call(createKiosk, { body: { name } });
    tell(path);
    form.set('name', '');
    await refresh();
  });
  return (
    <form {...form.formProps}>
      <ProblemAlert error={form.problem} />
      <Group align="flex-end" gap="xs">
        <TextInput {...form.text('name')} label={words.name} placeholder={words.nameExample} />
        <Button type="submit" loading={form.busy} disabled={form.values.name.trim() === ''}>
          {words.add}
        </Button>
      </Group>
    </form>
  );
}

/** The tablets at the door: make one, open its address there, stop it. */
export function KiosksScreen() {
  const { admin: words } = useKioskWords();
  const dates = useDates();
  const kiosks = useQuery(kiosksQuery);
  const [path, tell] = useState<string>();
  const columns: Column<Kiosk>[] = [
    { key: 'name', header: words.name, cell: ({ name }) => name },
    { key: 'created', header: words.created, cell: ({ created_at }) => dates.dateTime(created_at) },
    { key: 'stop', header: '', cell: (kiosk) => <StopButton kiosk={kiosk} />, align: 'end' },
  ];
  return (
    <Page title={words.title} lead={words.lead}>
      <NewKiosk tell={tell} />
      {path && <NewLink path={path} />}
      <QueryView
        query={kiosks}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState icon={IconDeviceTablet} title={words.none} hint={words.noneHint} />
          </Paper>
        }
      >
        {({ results }) => (
          <DataTable label={words.title} rows={results} rowKey={({ id }) => id} columns={columns} />
        )}
      </QueryView>
    </Page>
  );
}
