import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useMe } from '../../lib/login.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { editVideoMutation, type StatsVideo, videoStatsQuery } from './manage.queries.ts';
import { usePolicyWords } from './policy.words.ts';
import { PolicyImpact, useImpact } from './policy-impact.tsx';
import { StudentRules } from './student-rules.tsx';
import { changedTerms, type Terms, TermsFields } from './terms-fields.tsx';

/** How students may watch a video: all of them, and those for whom something else was set. */
export function VideoPolicyScreen({ id }: { id: number }) {
  const words = usePolicyWords();
  const mayChange = useMe().user.role !== 'assistant';
  const stats = useQuery(videoStatsQuery(id));
  return (
    <QueryView query={stats}>
      {({ video }) => (
        <Stack gap="lg">
          <Section title={words.ofVideo} lead={mayChange ? words.ofVideoLead : words.assistant}>
            <VideoTerms key={video.updated_at} video={video} mayChange={mayChange} />
          </Section>
          <Section title={words.ofStudents} lead={words.ofStudentsLead}>
            <StudentRules id={id} mayChange={mayChange} />
          </Section>
        </Stack>
      )}
    </QueryView>
  );
}

function VideoTerms({ video, mayChange }: { video: StatsVideo; mayChange: boolean }) {
  const words = usePolicyWords();
  const { allow_skip, max_speed, show_watermark } = video;
  const saved = { allow_skip, max_speed, show_watermark };
  const [terms, setTerms] = useState<Terms>(saved);
  const changed = changedTerms(saved, terms);
  const key = JSON.stringify(changed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same change is the same question
  const proposal = useMemo(() => (changed ? { video: changed } : {}), [key]);
  const impact = useImpact(video.id, proposal);
  const save = useMutation(editVideoMutation(useQueryClient(), video.id));
  // What is saved shows this form anew, and a form that is gone would not be told that it was saved.
  const apply = () =>
    void save.mutateAsync({ title: video.title, ...changed }).then(
      () => doneToast(words.applied),
      () => {},
    );
  return (
    <>
      <TermsFields
        terms={terms}
        change={(part) => setTerms((before) => ({ ...before, ...part }))}
        disabled={!mayChange}
      />
      {mayChange && <PolicyImpact {...impact} />}
      {changed && (
        <Group gap="xs" justify="flex-end">
          <Button variant="default" onClick={() => setTerms(saved)}>
            {words.reset}
          </Button>
          <Button loading={save.isPending} disabled={!impact.isSure} onClick={apply}>
            {words.apply}
          </Button>
        </Group>
      )}
      {!mayChange && (
        <Text size="sm" c="dimmed">
          {words.assistant}
        </Text>
      )}
    </>
  );
}
