import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useFields } from '../../lib/use-fields.ts';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { SettingsForm } from '../settings/settings-form.tsx';
import { useChangeWishes, type Wishes, wishesQuery } from './parents.queries.ts';
import { subscribeHere, unsubscribe } from './push.ts';
import { useParentWords } from './words.ts';

/** What a parent wants to hear, and when. */
export function WishesScreen() {
  const { wishes: words } = useParentWords();
  const wishes = useQuery(wishesQuery);
  return (
    <Page title={words.title} lead={words.lead} width="narrow">
      <QueryView query={wishes}>
        {(found) => (
          <Stack gap="lg">
            <Kinds wishes={found} />
            <QuietHours wishes={found} />
            {found.push_key && <Push wishes={found} pushKey={found.push_key} />}
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

type Props = { wishes: Wishes };
const kinds = ['study', 'marketing'] as const;

function Kinds({ wishes: { refused } }: Props) {
  const { wishes: words } = useParentWords();
  const change = useChangeWishes();
  const hints = { study: words.studyHint, marketing: words.marketingHint };
  const flip = (kind: (typeof kinds)[number], isOn: boolean) => {
    const others = refused.filter((one) => one !== kind);
    change.mutate(
      { refused: isOn ? others : [...others, kind] },
      { onSuccess: () => doneToast(words.saved) },
    );
  };
  return (
    <Section title={words.kinds} lead={words.kindsLead}>
      <Switch label={words.safety} description={words.safetyHint} checked disabled readOnly />
      {kinds.map((kind) => (
        <Switch
          key={kind}
          label={words[kind]}
          description={hints[kind]}
          checked={!refused.includes(kind)}
          disabled={change.isPending}
          onChange={(event) => flip(kind, event.currentTarget.checked)}
        />
      ))}
    </Section>
  );
}

function QuietHours({ wishes }: Props) {
  const { wishes: words } = useParentWords();
  const { academy_quiet_from: from, academy_quiet_until: until } = wishes;
  const change = useChangeWishes();
  const isOwn = wishes.quiet_from !== null;
  const flip = (own: boolean) =>
    change.mutate(
      own
        ? { quiet_from: from ?? '21:00', quiet_until: until ?? '08:00' }
        : { quiet_from: null, quiet_until: null },
      { onSuccess: () => doneToast(words.saved) },
    );
  return (
    <Section title={words.quiet} lead={words.quietLead}>
      <Text size="sm" c="dimmed">
        {from && until ? words.academy(from, until) : words.academyNone}
      </Text>
      <Switch
        label={words.own}
        checked={isOwn}
        disabled={change.isPending}
        onChange={(event) => flip(event.currentTarget.checked)}
      />
      {isOwn && <OwnHours key={`${wishes.quiet_from}${wishes.quiet_until}`} wishes={wishes} />}
    </Section>
  );
}

function OwnHours({ wishes: { quiet_from, quiet_until } }: Props) {
  const { wishes: words } = useParentWords();
  const change = useChangeWishes();
  const form = useFields({ quiet_from: quiet_from ?? '', quiet_until: quiet_until ?? '' }, async (hours) => {
    await change.mutateAsync(hours);
    doneToast(words.saved);
  });
  return (
    <SettingsForm form={form}>
      <Group grow align="flex-start">
        <TextInput {...form.text('quiet_from')} type="time" label={words.from} />
        <TextInput {...form.text('quiet_until')} type="time" label={words.until} />
      </Group>
    </SettingsForm>
  );
}

function Push({ wishes: { push_count }, pushKey }: Props & { pushKey: string }) {
  const { wishes: words } = useParentWords();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: wishesQuery.queryKey });
  const on = useMutation({ mutationFn: () => subscribeHere(pushKey), onSuccess });
  const off = useMutation({ mutationFn: unsubscribe, onSuccess });
  return (
    <Section title={words.push} lead={words.pushLead}>
      {push_count > 0 && <Text size="sm">{words.pushCount(push_count)}</Text>}
      {on.data === 'denied' && (
        <Text size="sm" role="alert">
          {words.pushDenied}
        </Text>
      )}
      <Group gap="xs">
        <Button variant="default" loading={on.isPending} onClick={() => on.mutate()}>
          {words.pushOn}
        </Button>
        {push_count > 0 && (
          <Button variant="subtle" loading={off.isPending} onClick={() => off.mutate()}>
            {words.pushOff}
          </Button>
        )}
      </Group>
    </Section>
  );
}
