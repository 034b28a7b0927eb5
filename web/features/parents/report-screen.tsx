import { Button, Group, Stack, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useDates } from '../../lib/dates.ts';
import { download } from '../../lib/download.ts';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ChildSwitch } from './parent-home.tsx';
import { childrenQuery, parentDoor, reportQuery } from './parents.queries.ts';
import { ReportView } from './report-view.tsx';
import { useParentWords } from './words.ts';

export type Week = { child: number | undefined; week: string | undefined };
type Props = Week & { show: (week: Week) => void };

const dayMs = 86_400_000;
const shifted = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** The weekly reports of a parent's children, one week of one child at a time. */
export function ReportScreen({ child, week, show }: Props) {
  const words = useParentWords();
  const children = useQuery(childrenQuery);
  const all = children.data ?? [];
  const id = all.find((one) => one.id === child)?.id ?? all[0]?.id;
  return (
    <Page
      title={words.report}
      lead={all.find((one) => one.id === id)?.name ?? words.reportLead}
      back={{ label: words.children, link: { to: '/parent', search: { child: id } } }}
    >
      <QueryView query={children}>
        {() =>
          id === undefined ? (
            <Text>{words.noChild}</Text>
          ) : (
            <Stack gap="lg">
              <ChildSwitch all={all} child={id} choose={(next) => show({ child: next, week })} />
              <OneWeek {...{ id, week }} show={(next) => show({ child: id, week: next })} />
            </Stack>
          )
        }
      </QueryView>
    </Page>
  );
}

type WeekProps = { id: number; week: string | undefined; show: (week: string) => void };

function OneWeek({ id, week, show }: WeekProps) {
  const { week: words } = useParentWords();
  const dates = useDates();
  const report = useQuery(reportQuery(parentDoor, id, week));
  const pdf = useMutation({
    mutationFn: (day: string) => download(`/children/${id}/report.pdf?week_on=${day}`, `report-${day}.pdf`),
  });
  return (
    <QueryView query={report}>
      {(found) => (
        <Stack gap="lg">
          <Group justify="space-between" gap="xs">
            <Button
              variant="default"
              size="compact-md"
              aria-label={words.before}
              onClick={() => show(shifted(found.week_on, -7))}
            >
              <IconChevronLeft size={18} aria-hidden />
            </Button>
            <Text fw={600}>{words.of(dates.shortDay(found.week_on), dates.shortDay(found.until_on))}</Text>
            <Button
              variant="default"
              size="compact-md"
              aria-label={words.after}
              disabled={found.until_on >= dates.today()}
              onClick={() => show(shifted(found.week_on, 7))}
            >
              <IconChevronRight size={18} aria-hidden />
            </Button>
          </Group>
          <ReportView report={found} />
          <Group justify="flex-end">
            <Button
              variant="default"
              leftSection={<IconDownload size={18} aria-hidden />}
              loading={pdf.isPending}
              onClick={() => pdf.mutate(found.week_on)}
            >
              {words.pdf}
            </Button>
          </Group>
        </Stack>
      )}
    </QueryView>
  );
}
