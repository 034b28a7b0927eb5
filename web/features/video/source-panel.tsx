import { Button, FileButton, Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { sentenceOfCode } from '../../lib/problem.ts';
import { useStore } from '../../lib/store.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { reasonOf, useManageWords } from './manage.words.ts';
import {
  cancelReplacementMutation,
  forgetReplacement,
  type Replacement,
  replacementQuery,
  replacements,
  startReplacement,
} from './replacement.ts';
import { useReplacementWords } from './replacement.words.ts';

/** Another source for a video, and how far it is. */
export function SourcePanel({ videoId }: { videoId: number }) {
  const words = useReplacementWords();
  const queries = useQueryClient();
  const replacement = useQuery(replacementQuery(videoId)).data?.replacement ?? undefined;
  const view = useStore(replacements).get(videoId)?.view;
  const isSending = view !== undefined && !['done', 'failed', 'cancelled'].includes(view.phase);
  const refresh = () => void queries.invalidateQueries({ queryKey: ['videos'] });
  const send = async (file: File | null) => {
    if (!file) return;
    const question = { title: words.confirm(file.name), loses: words.loses, action: words.replace };
    if (await confirmLoss(question)) startReplacement(videoId, file, refresh);
  };
  return (
    <Section title={words.title} lead={words.lead}>
      {isSending ? (
        <ProgressBar
          label={view.phase === 'checking' ? words.checking : words.sending(replacement?.filename ?? '')}
          done={view.sent_bytes / Math.max(1, view.total_bytes)}
          detail={view.trouble && sentenceOfCode(view.trouble)}
        />
      ) : (
        <Standing replacement={replacement} trouble={view?.phase === 'failed' ? view.trouble : undefined} />
      )}
      <Group gap="xs">
        {(isSending || (replacement && replacement.status !== 'FAILED')) && (
          <Cancel videoId={videoId} filename={replacement?.filename ?? ''} />
        )}
        {!isSending && replacement?.status !== 'UPLOADED' && (
          <FileButton accept="video/*" onChange={(file) => void send(file)}>
            {(props) => (
              <Button {...props} variant="default">
                {words.replace}
              </Button>
            )}
          </FileButton>
        )}
      </Group>
    </Section>
  );
}

type StandingProps = { replacement: Replacement | undefined; trouble: string | undefined };

function Standing({ replacement, trouble }: StandingProps) {
  const words = useReplacementWords();
  const manage = useManageWords();
  const { status, filename, error_reason } = replacement ?? { filename: '', error_reason: '' };
  const text = {
    PENDING: words.unfinished(filename),
    UPLOADED: words.waiting(filename),
    FAILED: `${words.failed(filename)} ${reasonOf(manage, error_reason)}`,
  };
  const said = [trouble && sentenceOfCode(trouble), status && text[status]].filter(Boolean).join(' ');
  if (!said) return null;
  return (
    <Text size="sm" role="status">
      {said}
    </Text>
  );
}

function Cancel({ videoId, filename }: { videoId: number; filename: string }) {
  const words = useReplacementWords();
  const cancel = useMutation(cancelReplacementMutation(useQueryClient(), videoId));
  const ask = async () => {
    const question = { title: words.cancelTitle, loses: words.cancelLoses(filename), action: words.cancel };
    if (!(await confirmLoss(question))) return;
    replacements.get().get(videoId)?.pause();
    forgetReplacement(videoId);
    await cancel.mutateAsync();
    doneToast(words.cancelled);
  };
  return (
    <Button variant="default" loading={cancel.isPending} onClick={() => void ask().catch(() => undefined)}>
      {words.cancel}
    </Button>
  );
}
