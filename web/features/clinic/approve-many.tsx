import { Button, Group, Modal, Paper, ScrollArea, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { doneToast } from '../../ui/toast.tsx';
import {
  type Approval,
  approvalPreview,
  approveMany,
  idsOf,
  lastApproval,
  most,
  undoApproval,
} from './approve.queries.ts';
import { useApproveWords } from './approve.words.ts';
import type { LinkFilter } from './clinic.queries.ts';
import { useClinicWords } from './words.ts';

type Choice = {
  chosen: ReadonlySet<number>;
  choose: (ids: Iterable<number>) => void;
};
type Props = Choice & { filter: LinkFilter; count: number; page: readonly number[] };

/** Chooses open clinics by page or by filter, shows whose they are, and approves them. */
export function ApproveMany({ filter, count, page, chosen, choose }: Props) {
  const words = useApproveWords();
  const [isAsking, setAsking] = useState(false);
  const all = useMutation({ mutationFn: () => idsOf(filter), onSuccess: choose });
  return (
    <Paper p="sm" withBorder>
      <Group gap="xs">
        <Button variant="default" size="sm" onClick={() => choose([...chosen, ...page].slice(0, most))}>
          {words.page}
        </Button>
        {count > page.length && (
          <Button variant="default" size="sm" loading={all.isPending} onClick={() => all.mutate()}>
            {words.all(count, most)}
          </Button>
        )}
        {chosen.size > 0 && (
          <>
            <Button variant="subtle" color="gray" size="sm" onClick={() => choose([])}>
              {words.none}
            </Button>
            <Text size="sm" role="status">
              {words.chosen(chosen.size)}
            </Text>
            <Button size="sm" ml="auto" onClick={() => setAsking(true)}>
              {words.approve(chosen.size)}
            </Button>
          </>
        )}
      </Group>
      {isAsking && (
        <Ask
          ids={[...chosen]}
          close={() => setAsking(false)}
          done={() => {
            choose([]);
            setAsking(false);
          }}
        />
      )}
    </Paper>
  );
}

function Ask({ ids, close, done }: { ids: number[]; close: () => void; done: () => void }) {
  const words = useApproveWords();
  const { causes } = useClinicWords();
  const { actions } = useCoreWords();
  const preview = useQuery(approvalPreview(ids));
  const approve = useMutation(approveMany(useQueryClient()));
  const send = () =>
    approve.mutate(ids, {
      onSuccess: ({ approved }) => {
        doneToast(words.done(approved));
        done();
      },
    });
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={words.title}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <QueryView query={preview}>
        {({ links, students, left_out }) => (
          <Stack gap="sm">
            <Text fw={600}>{links.length === 0 ? words.nobody : words.whom(students, links.length)}</Text>
            {links.length > 0 && <Text size="sm">{words.meaning}</Text>}
            {left_out > 0 && (
              <Text size="sm" c="dimmed">
                {words.leftOut(left_out)}
              </Text>
            )}
            <ScrollArea.Autosize mah="45vh" viewportProps={{ tabIndex: 0, 'aria-label': words.who }}>
              <Rows>
                {links.map(({ id, student_name, lecture_title, session_title, cause }) => (
                  <Row
                    key={id}
                    title={student_name}
                    facts={`${causes[cause]} · ${lecture_title} · ${session_title}`}
                  >
                    {null}
                  </Row>
                ))}
              </Rows>
            </ScrollArea.Autosize>
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                {actions.cancel}
              </Button>
              {links.length > 0 && (
                <Button loading={approve.isPending} onClick={send}>
                  {words.approve(links.length)}
                </Button>
              )}
            </Group>
          </Stack>
        )}
      </QueryView>
    </Modal>
  );
}

/** The way back from the last approval of many, for a day. */
export function LastApproval() {
  const last = useQuery(lastApproval);
  return last.data ? <TakeBack approval={last.data} /> : null;
}

function TakeBack({ approval: { id, approved, approved_at, approved_by_name } }: { approval: Approval }) {
  const words = useApproveWords();
  const dates = useDates();
  const undo = useMutation(undoApproval(useQueryClient()));
  const takeBack = () =>
    undo.mutate(id, { onSuccess: ({ reopened, kept }) => doneToast(words.undone(reopened, kept)) });
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {words.last(dates.dateTime(approved_at), approved_by_name, approved)}
      </Text>
      <Button variant="subtle" size="compact-sm" loading={undo.isPending} onClick={takeBack}>
        {words.undo}
      </Button>
    </Group>
  );
}
