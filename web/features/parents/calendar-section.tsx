import { Button, CopyButton, Group, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { confirmLoss } from '../../ui/confirm.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { calendarQuery, useRenewCalendar } from './parents.queries.ts';
import { useParentWords } from './words.ts';

/** The address by which a phone's calendar follows the child's classes. */
export function CalendarSection({ childId }: { childId: number }) {
  const { calendar: words } = useParentWords();
  const calendar = useQuery(calendarQuery(childId));
  const renew = useRenewCalendar(childId);
  const change = async () => {
    const { renewTitle: title, renewLoses: loses, renew: action } = words;
    if (await confirmLoss({ title, loses, action })) renew.mutate();
  };
  return (
    <Section title={words.title} lead={words.lead}>
      <QueryView query={calendar}>
        {({ address }) =>
          address === null ? (
            <Group>
              <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
                {words.make}
              </Button>
            </Group>
          ) : (
            <>
              <TextInput label={words.label} value={address} readOnly />
              <Group gap="xs">
                <CopyButton value={address}>
                  {({ copied, copy }) => (
                    <Button variant="default" onClick={copy}>
                      {copied ? words.copied : words.copy}
                    </Button>
                  )}
                </CopyButton>
                <Button variant="subtle" loading={renew.isPending} onClick={() => void change()}>
                  {words.renew}
                </Button>
              </Group>
            </>
          )
        }
      </QueryView>
    </Section>
  );
}
