import { Button, Paper, SegmentedControl, Stack } from '@mantine/core';
import { IconReportAnalytics, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { LectureCard } from '../video/lecture-card.tsx';
import { myProgressQuery } from '../video/student.queries.ts';
import { CalendarSection } from './calendar-section.tsx';
import { ChildView } from './child-view.tsx';
import { childrenQuery, glanceQuery, parentDoor } from './parents.queries.ts';
import { useParentWords } from './words.ts';

type Choice = { child: number | undefined; choose: (child: number) => void };

/** A parent's children, one at a time. */
export function ParentHome({ child, choose }: Choice) {
  const words = useParentWords();
  const dates = useDates();
  const children = useQuery(childrenQuery);
  return (
    <Page title={words.children} lead={dates.fullDay(dates.today())}>
      <QueryView
        query={children}
        isEmpty={(all) => all.length === 0}
        empty={
          <Paper>
            <EmptyState icon={IconUsersGroup} title={words.noChild} hint={words.noChildHint} />
          </Paper>
        }
      >
        {(all) => {
          const id = all.find((one) => one.id === child)?.id ?? all[0]?.id ?? 0;
          return (
            <Stack gap="lg">
              <ChildSwitch all={all} child={id} choose={choose} />
              <OneChild key={id} id={id} />
            </Stack>
          );
        }}
      </QueryView>
    </Page>
  );
}

type SwitchProps = {
  all: readonly { id: number; name: string }[];
  child: number;
  choose: (child: number) => void;
};

/** Two children and more are switched between; one needs no switch. */
export function ChildSwitch({ all, child, choose }: SwitchProps) {
  const words = useParentWords();
  if (all.length < 2) return null;
  return (
    <SegmentedControl
      fullWidth
      aria-label={words.choose}
      value={String(child)}
      onChange={(value) => choose(Number(value))}
      data={all.map(({ id, name }) => ({ value: String(id), label: name }))}
    />
  );
}

function OneChild({ id }: { id: number }) {
  const words = useParentWords();
  const glance = useQuery(glanceQuery(parentDoor, id));
  const lectures = useQuery(myProgressQuery).data ?? [];
  const report = (
    <Button
      variant="default"
      leftSection={<IconReportAnalytics size={18} aria-hidden />}
      renderRoot={(props) => <Link to="/parent/report" search={{ child: id }} {...props} />}
    >
      {words.report}
    </Button>
  );
  return (
    <QueryView query={glance}>
      {(child) => (
        <Stack gap="lg">
          <ChildView door={parentDoor} child={child} report={report} />
          {lectures.flatMap((lecture) =>
            lecture.rows
              .filter(({ student_id }) => student_id === id)
              .map((row) => (
                <LectureCard key={row.enrollment_id} lecture={lecture} row={row} linked={false} />
              )),
          )}
          <CalendarSection childId={id} />
        </Stack>
      )}
    </QueryView>
  );
}
