import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { useMe } from '../../lib/login.ts';
import { fieldErrorsOf } from '../../lib/problem.ts';
import { doneToast } from '../../ui/toast.tsx';
import { editVideoMutation, type PlacedVideo, type VideoRules } from './manage.queries.ts';
import { useManageWords } from './manage.words.ts';
import { usePolicyWords } from './policy.words.ts';
import { PolicyImpact, useImpact } from './policy-impact.tsx';
import { SessionField } from './session-field.tsx';
import { changedTerms, TermsFields } from './terms-fields.tsx';

type Props = { video: PlacedVideo; close: () => void };

/** The name of a video and how students may watch it, with those whom a change concerns. */
export function RulesDialog({ video, close }: Props) {
  const words = useManageWords();
  const policy = usePolicyWords();
  const { actions } = useCoreWords();
  const isAssistant = useMe().user.role === 'assistant';
  const { title, allow_skip, max_speed, show_watermark } = video;
  const [session, setSession] = useState(video.session_id);
  const [rules, setRules] = useState<VideoRules>({ title, allow_skip, max_speed, show_watermark });
  const terms = useMemo(
    () => changedTerms({ allow_skip, max_speed, show_watermark }, rules),
    [allow_skip, max_speed, show_watermark, rules],
  );
  const moved = session === video.session_id ? undefined : session;
  const asked = useMemo(
    () => (terms || moved ? { video: { ...terms, ...(moved && { session: moved }) } } : {}),
    [terms, moved],
  );
  const impact = useImpact(video.id, asked);
  const save = useMutation(editVideoMutation(useQueryClient(), video.id));
  const change = (part: Partial<VideoRules>) => setRules((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { title: rules.title, ...asked.video },
      {
        onSuccess: () => {
          doneToast(words.saved);
          close();
        },
      },
    );
  };
  return (
    <Modal
      opened
      onClose={close}
      title={words.edit}
      size="lg"
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={words.name}
            value={rules.title}
            required
            maxLength={255}
            error={fieldErrorsOf(save.error)['/title']}
            onChange={(event) => change({ title: event.currentTarget.value })}
          />
          <SessionField
            home={video.session_id}
            session={session}
            choose={setSession}
            disabled={isAssistant}
          />
          <TermsFields terms={rules} change={change} disabled={isAssistant} />
          {!impact.isBare && <PolicyImpact {...impact} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {actions.cancel}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!impact.isBare && !impact.isSure}>
              {impact.isBare ? actions.save : policy.apply}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
