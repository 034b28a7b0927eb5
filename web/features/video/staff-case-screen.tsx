import { Alert, Button, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { IconMessageReport } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { clockOf, useDates } from '../../lib/dates.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { type CaseDetail, type CaseEntry, caseQuery, decideCaseMutation } from './staff-cases.queries.ts';
import { type StaffCaseWords, useStaffCaseWords } from './staff-cases.words.ts';
import { CaseState, CaseStatus } from './staff-cases-screen.tsx';

const numberIn = (payload: CaseEntry['payload'], key: string): number | undefined => {
  const value = payload?.[key];
  return typeof value === 'number' ? value : undefined;
};

/** What a player reported, or a person said, in one line. */
function detailOf(words: StaffCaseWords, { payload, text }: CaseEntry): string {
  const of = (key: string) => numberIn(payload, key);
  const [from, to, seen, rate] = [of('from'), of('to'), of('max_watched'), of('rate')];
  const [cut, times] = [of('cut_seconds'), of('times')];
  return [
    text,
    from !== undefined &&
      to !== undefined &&
      words.moved(clockOf(from), clockOf(to), seen === undefined ? undefined : clockOf(seen)),
    rate !== undefined && words.rate(rate),
    cut !== undefined && words.cut(cut, times ?? 1),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** What happened in a case, in its order. */
export function Timeline({ timeline }: Pick<CaseDetail, 'timeline'>) {
  const words = useStaffCaseWords();
  const dates = useDates();
  const columns: Column<CaseEntry>[] = [
    { key: 'at', header: words.entry.at, cell: ({ at }) => dates.stamp(at), width: '13rem' },
    {
      key: 'kind',
      header: words.entry.what,
      cell: ({ kind, violation_reason }) =>
        violation_reason ? words.reasons[violation_reason] : words.kinds[kind],
    },
    { key: 'detail', header: words.entry.detail, cell: (entry) => detailOf(words, entry) || '–' },
    {
      key: 'policy',
      header: words.entry.under,
      cell: ({ policy }) =>
        policy ? words.rules(words.seeks[policy.seek.mode], policy.playback_rate.max) : '–',
    },
    {
      key: 'by',
      header: words.entry.by,
      cell: ({ actor_name, device_id }) => actor_name ?? (device_id ? words.device(device_id) : '–'),
    },
  ];
  return <DataTable label={words.evidence} rows={timeline} rowKey={({ id }) => id} columns={columns} />;
}

function Decide({ id }: { id: number }) {
  const words = useStaffCaseWords();
  const [reason, setReason] = useState('');
  const decide = useMutation(decideCaseMutation(useQueryClient(), id));
  const send = (verdict: 'restore' | 'dismiss') =>
    decide.mutate({ verdict, reason: reason.trim() }, { onSuccess: () => doneToast(words.decided) });
  const given = reason.trim().length > 0;
  return (
    <Paper p="md">
      <Stack gap="sm">
        <Textarea
          label={words.reason}
          description={words.reasonHint}
          value={reason}
          maxLength={2000}
          autosize
          minRows={2}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group gap="xs" justify="flex-end">
          <Button
            variant="default"
            disabled={!given}
            loading={decide.isPending}
            onClick={() => send('dismiss')}
          >
            {words.dismiss}
          </Button>
          <Button disabled={!given} loading={decide.isPending} onClick={() => send('restore')}>
            {words.restore}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

/** One case: what the student says, what is decided, and the evidence in the order in which it happened. */
export function StaffCaseScreen({ id }: { id: number }) {
  const words = useStaffCaseWords();
  const dates = useDates();
  const found = useQuery(caseQuery(id));
  return (
    <Page
      title={found.data ? `${found.data.student_name} · ${found.data.video_title}` : words.title}
      lead={found.data?.lecture_title}
      actions={
        found.data && (
          <>
            {found.data.status === 'open' && <CaseState state={found.data.state} />}
            <CaseStatus {...found.data} />
          </>
        )
      }
      back={{ label: words.title, link: { to: '/staff/cases' } }}
    >
      <QueryView query={found}>
        {(one) => (
          <>
            {one.objection !== null && (
              <Alert
                color="gardenia"
                title={words.objection}
                icon={<IconMessageReport size={18} aria-hidden />}
              >
                {one.objection}
                {one.objected_at && (
                  <Text size="sm" c="dimmed">
                    {dates.dateTime(one.objected_at)}
                  </Text>
                )}
              </Alert>
            )}
            {one.status === 'open' && <Decide id={id} />}
            {one.resolved_at && (
              <Alert color="celadon" title={`${words.decision}: ${words.statuses[one.status]}`}>
                {one.resolution}
                <Text size="sm" c="dimmed">
                  {words.by(one.resolved_by_name ?? '–', dates.dateTime(one.resolved_at))}
                </Text>
              </Alert>
            )}
            <Title order={2}>{words.evidence}</Title>
            <Timeline timeline={one.timeline} />
          </>
        )}
      </QueryView>
    </Page>
  );
}
