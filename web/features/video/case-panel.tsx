import { Alert, Button, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { objectToPlaybackCase } from '@seodang/contract/playback-cases.ts';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useDates } from '../../lib/dates.ts';
import { useMe } from '../../lib/login.ts';
import { memory } from '../../lib/store.ts';
import { missing, useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { reasonsOf, useCaseWords } from './case.words.ts';
import { type OwnCase, ownCasesQuery } from './cases.queries.ts';

const askAgainMs = 20_000;
const answerDays = 7;

/** What the student's case about a video is, how to object, and what the academy said to it. */
export function CasePanel({ videoId, isRevoked }: { videoId: number; isRevoked: boolean }) {
  const { user } = useMe();
  const { data } = useQuery({
    ...ownCasesQuery(user.id, videoId),
    refetchInterval: isRevoked ? askAgainMs : false,
  });
  const newest = data?.[0];
  if (!newest || newest.status === 'lapsed') return null;
  if (newest.status !== 'open') return <CaseAnswer decided={newest} />;
  return newest.state === 'ok' ? null : <OpenCase open={newest} />;
}

function OpenCase({ open }: { open: OwnCase }) {
  const words = useCaseWords();
  const dates = useDates();
  const isRevoked = open.state === 'revoked';
  return (
    <Paper p="md">
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h4">
          {isRevoked ? words.panel.revoked : words.panel.open}
        </Title>
        <StatusBadge tone={isRevoked ? 'bad' : 'warn'}>{words.panel.count(open.violations)}</StatusBadge>
      </Group>
      <Stack gap={4} mt="xs">
        {reasonsOf(words, open.reasons).map((sentence) => (
          <Text key={sentence} size="sm">
            {sentence}
          </Text>
        ))}
        <Text size="sm" c="dimmed">
          {dates.dateTime(open.revoked_at ?? open.last_at)} ·{' '}
          {isRevoked ? words.panel.lead : words.panel.leadOpen}
        </Text>
      </Stack>
      <Objection key={open.objected_at} open={open} mustAsk={isRevoked && open.objection === null} />
    </Paper>
  );
}

function Objection({ open, mustAsk }: { open: OwnCase; mustAsk: boolean }) {
  const { objection: words } = useCaseWords();
  const dates = useDates();
  const [isWriting, setWriting] = useState(false);
  if (isWriting || mustAsk) return <ObjectionForm open={open} close={() => setWriting(false)} />;
  if (open.objection === null)
    return (
      <Button mt="sm" variant="default" onClick={() => setWriting(true)}>
        {words.open}
      </Button>
    );
  return (
    <Stack gap={6} mt="md">
      <Text size="sm" fw={600}>
        {words.sent}
        {open.objected_at && (
          <Text span c="dimmed" fw={400}>
            {' '}
            · {dates.dateTime(open.objected_at)}
          </Text>
        )}
      </Text>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
        {open.objection}
      </Text>
      <Text size="sm" c="dimmed" role="status">
        {words.waits}
      </Text>
      <Group>
        <Button variant="default" onClick={() => setWriting(true)}>
          {words.change}
        </Button>
      </Group>
    </Stack>
  );
}

function ObjectionForm({ open, close }: { open: OwnCase; close: () => void }) {
  const { objection: words } = useCaseWords();
  const queries = useQueryClient();
  const { user } = useMe();
  const form = useFields(
    { text: open.objection ?? '' },
    async ({ text }) => {
      await call(objectToPlaybackCase, { params: { id: open.id }, body: { text } });
      await queries.invalidateQueries({ queryKey: ownCasesQuery(user.id, open.video).queryKey });
      close();
    },
    (values) => missing(values, words.missing),
  );
  return (
    <form {...form.formProps}>
      <Stack gap="sm" mt="md">
        <ProblemAlert error={form.problem} />
        <Textarea
          {...form.text('text')}
          label={words.label}
          description={words.hint}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={2000}
        />
        <Group justify="flex-end" gap="xs">
          {open.objection !== null && (
            <Button variant="default" onClick={close}>
              {words.cancel}
            </Button>
          )}
          <Button type="submit" loading={form.busy}>
            {words.send}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const answerKey = ({ id }: OwnCase) => `case-answer.${id}`;

/** The academy's decision, until the student has put it away. */
function CaseAnswer({ decided }: { decided: OwnCase }) {
  const { answer: words } = useCaseWords();
  const [isAway, setAway] = useState(() => memory.read(answerKey(decided)) !== undefined);
  const age = Date.now() - Date.parse(decided.resolved_at ?? '');
  const concerns = decided.revoked_at !== null || decided.objection !== null;
  if (isAway || !concerns || !(age < answerDays * 86_400_000)) return null;
  const close = () => {
    memory.write(answerKey(decided), 'seen');
    setAway(true);
  };
  return (
    <Alert
      icon={<IconCircleCheck />}
      color="celadon"
      role="status"
      title={decided.status === 'restored' ? words.restored : words.dismissed}
      withCloseButton
      closeButtonLabel={words.close}
      onClose={close}
    >
      {decided.resolution && `${words.from}: ${decided.resolution}`}
    </Alert>
  );
}
