import { Button, Group, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { missing, useFields } from '../../lib/use-fields.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { Section } from '../../ui/section.tsx';
import { ShownOnce } from '../../ui/shown-once.tsx';
import { type ApiKey, apiKeysQuery, createKey, revokeKey } from './security.queries.ts';
import { useSecurityWords } from './words.ts';

function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const words = useSecurityWords();
  const dates = useDates();
  const revoke = useMutation(revokeKey(useQueryClient()));
  const { id, name, hint, last_used_at } = apiKey;
  const ask = async () => {
    const question = { title: words.keyRevokeOf(name), loses: words.keyLoses(name), action: words.keyRevoke };
    if (await confirmLoss(question)) revoke.mutate(id);
  };
  const used = last_used_at ? words.keyUsed(dates.dateTime(last_used_at)) : words.keyUnused;
  return (
    <Row title={name} facts={`${hint}… · ${used}`}>
      <Button
        variant="default"
        size="xs"
        aria-label={words.keyRevokeOf(name)}
        loading={revoke.isPending}
        onClick={() => void ask()}
      >
        {words.keyRevoke}
      </Button>
    </Row>
  );
}

function NewKey() {
  const words = useSecurityWords();
  const queries = useQueryClient();
  const [key, setKey] = useState<string>();
  const form = useFields(
    { name: '' },
    async (values) => {
      setKey((await createKey(values)).key);
      form.set('name', '');
      await queries.invalidateQueries({ queryKey: ['api_keys'] });
    },
    (values) => missing(values, words.fill),
  );
  return (
    <>
      {key && (
        <ShownOnce
          title={words.keyTitle}
          hint={words.keyHint}
          secrets={[key]}
          copy={words.copy}
          copied={words.copied}
        />
      )}
      <form {...form.formProps}>
        <ProblemAlert error={form.problem} />
        <Group align="flex-end" gap="xs">
          <TextInput
            {...form.text('name')}
            label={words.keyName}
            placeholder={words.keyNameExample}
            autoComplete="off"
          />
          <Button type="submit" variant="default" loading={form.busy}>
            {words.keyCreate}
          </Button>
        </Group>
      </form>
    </>
  );
}

/** Keys for programs that act in one's place. */
export function ApiKeysSection() {
  const words = useSecurityWords();
  const keys = useQuery(apiKeysQuery);
  return (
    <Section title={words.keys} lead={words.keysLead}>
      <NewKey />
      <QueryView
        query={keys}
        isEmpty={({ count }) => count === 0}
        empty={
          <Text size="sm" c="dimmed">
            {words.keyNone}
          </Text>
        }
      >
        {({ results }) => (
          <Rows>
            {results.map((apiKey) => (
              <KeyRow key={apiKey.id} apiKey={apiKey} />
            ))}
          </Rows>
        )}
      </QueryView>
    </Section>
  );
}
