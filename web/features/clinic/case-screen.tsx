import { Button, Checkbox, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDates } from '../../lib/dates.ts';
import { missing, useFields } from '../../lib/use-fields.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { riskTones } from '../progress/risk-tones.ts';
import { useProgressWords } from '../progress/words.ts';
import { useCaseWords } from './case.words.ts';
import { addContact, type CaseDetail, caseQuery, changeCase } from './clinic.queries.ts';
import { runOf } from './risk-run.ts';
import { useSlotWords } from './slots.words.ts';

/** One student at risk: what is the matter, who looks after it by when, who was talked to, how it ended. */
export function CaseScreen({ id }: { id: number }) {
  const found = useQuery(caseQuery(id));
  return (
    <QueryView query={found}>
      {(one) => (
        <Stack gap="md">
          <Summary one={one} />
          <Contacts one={one} />
          <Outcome key={one.outcome} one={one} />
        </Stack>
      )}
    </QueryView>
  );
}

function Summary({ one }: { one: CaseDetail }) {
  const words = useCaseWords();
  const { codes } = useProgressWords();
  const dates = useDates();
  const codeNames: Record<string, string | undefined> = codes;
  const since = one.ended_at ? words.ended(dates.day(one.ended_at)) : words.opened(dates.day(one.opened_at));
  return (
    <Section
      title={`${one.student_name} · ${one.lecture_title}`}
      lead={`${words.reasonOf(one.rule, runOf(one))} · ${since}`}
      aside={
        <StatusBadge tone={one.ended_at ? 'idle' : riskTones[one.risk_level]}>
          {words.levels[one.risk_level]}
        </StatusBadge>
      }
    >
      {one.never_signed_in && (
        <div>
          <StatusBadge tone="warn">{words.never}</StatusBadge>
        </div>
      )}
      <Rows>
        {one.sessions.map(({ id, title, date, codes: left }) => (
          <Row
            key={`session-${id}`}
            title={title}
            facts={[date && dates.day(date), ...left.map((code) => codeNames[code] ?? code)]
              .filter(Boolean)
              .join(' · ')}
          >
            {null}
          </Row>
        ))}
        {one.exams.map(({ id, title, total_score, pass_score }) => (
          <Row key={`exam-${id}`} title={title} facts={words.scoreOf(total_score, pass_score)}>
            {null}
          </Row>
        ))}
      </Rows>
      {one.closed_at === null && <Plan key={`${one.owner_id} ${one.due_on}`} one={one} />}
    </Section>
  );
}

function Plan({ one }: { one: CaseDetail }) {
  const words = useCaseWords();
  const change = useMutation(changeCase(useQueryClient()));
  const form = useFields({ owner_id: String(one.owner_id ?? ''), due_on: one.due_on }, async (values) => {
    await change.mutateAsync({
      ...{ id: one.id, owner_id: Number(values.owner_id) || null, due_on: values.due_on },
    });
    doneToast(words.saved);
  });
  const owners = one.owners.map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <form {...form.formProps}>
      <Group align="flex-end">
        <NativeSelect
          {...form.text('owner_id')}
          label={words.owner}
          data={[{ value: '', label: words.noOwner }, ...owners]}
        />
        <TextInput {...form.text('due_on')} type="date" label={words.due} />
        <Button type="submit" variant="light" loading={form.busy}>
          {words.save}
        </Button>
      </Group>
    </form>
  );
}

function Contacts({ one }: { one: CaseDetail }) {
  const words = useCaseWords();
  const dates = useDates();
  return (
    <Section
      title={words.log}
      lead={one.contacts.length === 0 ? words.noLog : words.contactCount(one.contacts.length)}
    >
      <ContactForm key={one.contacts.length} id={one.id} />
      <Rows>
        {one.contacts.map((contact) => (
          <Row
            key={contact.id}
            title={contact.note}
            facts={[
              dates.dateTime(contact.contacted_at),
              `${words.people[contact.with_whom]} ${words.channels[contact.channel]}`,
              contact.reached ? words.reached : words.notReached,
              contact.contacted_by_name,
            ].join(' · ')}
          >
            {null}
          </Row>
        ))}
      </Rows>
    </Section>
  );
}

function ContactForm({ id }: { id: number }) {
  const words = useCaseWords();
  const { needed } = useSlotWords();
  const queries = useQueryClient();
  const form = useFields(
    { channel: 'phone', with_whom: 'parent', reached: 'yes', note: '' },
    async ({ channel, with_whom, reached, note }) => {
      await addContact(id, {
        ...{ channel: channel as 'phone', with_whom: with_whom as 'parent' },
        ...{ reached: reached === 'yes', note },
      });
      await queries.invalidateQueries({ queryKey: ['risk-cases'] });
    },
    ({ note }) => missing({ note }, needed),
  );
  const choices = <T extends string>(names: Record<T, string>) =>
    (Object.keys(names) as T[]).map((value) => ({ value, label: names[value] }));
  return (
    <form {...form.formProps}>
      <Stack gap="xs">
        <ProblemAlert error={form.problem} />
        <Group align="flex-end">
          <NativeSelect {...form.text('with_whom')} label={words.whom} data={choices(words.people)} />
          <NativeSelect {...form.text('channel')} label={words.channel} data={choices(words.channels)} />
          <Checkbox
            label={words.reached}
            checked={form.values.reached === 'yes'}
            onChange={({ currentTarget }) => form.set('reached', currentTarget.checked ? 'yes' : 'no')}
            pb={10}
          />
        </Group>
        <Textarea {...form.text('note')} label={words.note} autosize minRows={2} maxLength={2000} />
        <Group justify="flex-end">
          <Button type="submit" loading={form.busy}>
            {words.add}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Outcome({ one }: { one: CaseDetail }) {
  const words = useCaseWords();
  const change = useMutation(changeCase(useQueryClient()));
  const form = useFields({ outcome: 'agreed', outcome_note: one.outcome_note }, (values) =>
    change.mutateAsync({
      ...{ id: one.id, outcome: values.outcome as 'agreed', outcome_note: values.outcome_note },
    }),
  );
  if (one.outcome)
    return (
      <Section title={words.outcome} lead={words.outcomes[one.outcome]}>
        {one.outcome_note && <Text size="sm">{one.outcome_note}</Text>}
        {one.ended_at === null && (
          <Group>
            <Button variant="default" onClick={() => change.mutate({ id: one.id, outcome: null })}>
              {words.reopen}
            </Button>
          </Group>
        )}
      </Section>
    );
  const outcomes = (['agreed', 'no_need', 'left'] as const).map((value) => ({
    value,
    label: words.outcomes[value],
  }));
  return (
    <Section title={words.outcome} lead={words.close}>
      <form {...form.formProps}>
        <Stack gap="xs">
          <NativeSelect {...form.text('outcome')} label={words.outcome} data={outcomes} maw="16rem" />
          <Textarea
            {...form.text('outcome_note')}
            label={words.outcomeNote}
            autosize
            minRows={2}
            maxLength={2000}
          />
          <Group justify="flex-end">
            <Button type="submit" variant="light" loading={form.busy}>
              {words.close}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
