import { ActionIcon, Button, Group, Loader, Modal, Stack, Text, TextInput } from '@mantine/core';
import { ApiProblem } from '@seodang/contract/call.ts';
import { IconArrowLeft, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { FileDrop } from '../../ui/file-drop.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { type ReferencePage, referencePagesQuery, useAddPages, useSetPages } from './reference.queries.ts';
import { useReferenceWords } from './reference.words.ts';
import styles from './review.module.css';

function useReason(error: unknown): string | undefined {
  const words = useReferenceWords();
  const code = error instanceof ApiProblem ? error.problem.detail : undefined;
  if (code === 'file_unreadable') return words.unreadable;
  return code === 'payload_too_large' ? words.full : undefined;
}

function Trouble({ error }: { error: unknown }) {
  const reason = useReason(error);
  if (!reason) return <ProblemAlert error={error} />;
  return (
    <Text c="cinnabar" size="sm" role="alert">
      {reason}
    </Text>
  );
}

function AddPages({ id, next }: { id: number; next: number }) {
  const words = useReferenceWords();
  const add = useAddPages(id);
  const [first, setFirst] = useState('');
  const number = Number(first);
  const send = (files: File[]) =>
    add.mutate({ files, ...(Number.isInteger(number) && number > 0 && { first_label: number }) });
  return (
    <>
      <TextInput
        label={words.first}
        placeholder={String(next)}
        value={first}
        inputMode="numeric"
        maxLength={4}
        w="10rem"
        onChange={(event) => setFirst(event.currentTarget.value.replace(/[^0-9]/g, ''))}
      />
      {add.isPending ? (
        <Group gap="xs" role="status">
          <Loader size="sm" />
          <Text size="sm">{words.sending}</Text>
        </Group>
      ) : (
        <FileDrop
          label={words.drop}
          accept=".pdf,.jpg,.jpeg,.png,.webp"
          multiple
          hint={words.dropHint}
          onFiles={send}
        />
      )}
      <Trouble error={add.error} />
    </>
  );
}

type Kept = Pick<ReferencePage, 'id' | 'label' | 'thumb_url'>;

function PageCard({ page, at, change }: { page: Kept; at: number; change: (make: Make) => void }) {
  const words = useReferenceWords();
  const { label } = page;
  const rename = (text: string) =>
    change((pages) => pages.map((one) => (one.id === page.id ? { ...one, label: text } : one)));
  return (
    <li className={styles.reference}>
      <img src={page.thumb_url} alt={words.pageName(label)} loading="lazy" />
      <Group gap={4} wrap="nowrap">
        {at > 0 && (
          <ActionIcon
            variant="default"
            aria-label={words.earlier(label)}
            onClick={() => change((pages) => forward(pages, at))}
          >
            <IconArrowLeft size={16} aria-hidden />
          </ActionIcon>
        )}
        <TextInput
          aria-label={words.number(label)}
          value={label}
          maxLength={12}
          size="xs"
          error={label.trim() === '' && words.fill}
          onChange={(event) => rename(event.currentTarget.value)}
        />
        <ActionIcon
          variant="default"
          aria-label={words.remove(label)}
          onClick={() => change((pages) => pages.filter(({ id }) => id !== page.id))}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </li>
  );
}

type Make = (pages: readonly Kept[]) => readonly Kept[];

const forward: (pages: readonly Kept[], at: number) => readonly Kept[] = (pages, at) => [
  ...pages.slice(0, at - 1),
  ...pages.slice(at, at + 1),
  ...pages.slice(at - 1, at),
  ...pages.slice(at + 1),
];

function Pages({ id, pages }: { id: number; pages: readonly ReferencePage[] }) {
  const words = useReferenceWords();
  const set = useSetPages(id);
  const [kept, setKept] = useState<readonly Kept[]>(pages);
  const isChanged = kept.length !== pages.length || kept.some((page, at) => !isSame(page, pages[at]));
  const save = () =>
    set.mutate(
      { pages: kept.map(({ id, label }) => ({ id, label: label.trim() })) },
      { onSuccess: () => doneToast(words.saved) },
    );
  return (
    <>
      <ul className={styles.references}>
        {kept.map((page, at) => (
          <PageCard key={page.id} page={page} at={at} change={(make) => setKept(make)} />
        ))}
      </ul>
      <Trouble error={set.error} />
      {isChanged && (
        <Group justify="flex-end">
          <Button
            onClick={save}
            loading={set.isPending}
            disabled={kept.some(({ label }) => label.trim() === '')}
          >
            {words.save}
          </Button>
        </Group>
      )}
    </>
  );
}

const isSame = (one: Kept, other: ReferencePage | undefined) =>
  one.id === other?.id && one.label === other.label;

/** The pages of a book that homework is done on: given, numbered, put in order, taken away. */
export function ReferenceDialog({ id, close }: { id: number; close: () => void }) {
  const words = useReferenceWords();
  const { actions } = useCoreWords();
  const query = useQuery(referencePagesQuery(id));
  return (
    <Modal
      opened
      onClose={close}
      size="52rem"
      title={words.title}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {words.lead}
        </Text>
        <QueryView query={query}>
          {({ results }) => (
            <>
              {results.length > 0 && (
                <Pages key={results.map((one) => `${one.id} ${one.label}`).join()} id={id} pages={results} />
              )}
              <AddPages id={id} next={(Number(results.at(-1)?.label) || 0) + 1} />
            </>
          )}
        </QueryView>
      </Stack>
    </Modal>
  );
}
