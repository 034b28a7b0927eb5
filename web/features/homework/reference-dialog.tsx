import { ActionIcon, Button, Group, Loader, Modal, Stack, Text, TextInput } from '@mantine/core';
import { ApiProblem } from '@seodang/contract/call.ts';
import { MOST_PAGE_BYTES, nextPageNumber, pageNumberOf } from '@seodang/contract/homework-pages.ts';
import { IconArrowLeft, IconScissors, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { type ReferencePage, referencePagesQuery, useAddPages, useSetPages } from './reference.queries.ts';
import { changeOf, drafted, forward, renamed, untouched, without } from './reference.rules.ts';
import { useReferenceWords } from './reference.words.ts';
import { useRegionWords } from './region.words.ts';
import { RegionDesk } from './region-desk.tsx';
import styles from './review.module.css';

function useReason(error: unknown): string | undefined {
  const words = useReferenceWords();
  if (!(error instanceof ApiProblem)) return undefined;
  if (error.code === 'file_unreadable') return words.unreadable;
  if (error.code === 'conflict') return words.changed;
  if (error.code !== 'payload_too_large') return undefined;
  return 'file_key' in error.problem ? words.tooLarge : words.full;
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
  const number = pageNumberOf(first);
  const isWrong = first !== '' && number === undefined;
  const send = (files: File[]) => {
    if (!isWrong) add.mutate({ files, ...(number && { first_label: number }) });
  };
  return (
    <>
      <TextInput
        label={words.first}
        placeholder={String(next)}
        value={first}
        inputMode="numeric"
        maxLength={4}
        w="10rem"
        error={isWrong && words.fromOne}
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
          maxBytes={MOST_PAGE_BYTES}
          hint={words.dropHint}
          onFiles={send}
        />
      )}
      <Trouble error={add.error} />
    </>
  );
}

type Card = {
  page: ReferencePage;
  rename: (label: string) => void;
  remove: () => void;
  mark: () => void;
};

function PageCard({ page, earlier, rename, remove, mark }: Card & { earlier: (() => void) | undefined }) {
  const words = useReferenceWords();
  const regions = useRegionWords();
  const { label } = page;
  return (
    <li className={styles.reference}>
      <img src={page.thumb_url} alt={words.pageName(label)} loading="lazy" />
      <Group gap={4} wrap="nowrap">
        {earlier && (
          <ActionIcon variant="default" aria-label={words.earlier(label)} onClick={earlier}>
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
        <ActionIcon variant="default" aria-label={words.remove(label)} onClick={remove}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconScissors size={14} aria-hidden />}
        aria-label={`${regions.markOf(label)} (${page.regions.length})`}
        onClick={mark}
      >
        {regions.mark(page.regions.length)}
      </Button>
    </li>
  );
}

type PagesProps = { id: number; pages: readonly ReferencePage[]; mark: (id: number) => void };

function Pages({ id, pages, mark }: PagesProps) {
  const words = useReferenceWords();
  const set = useSetPages(id);
  const [draft, setDraft] = useState(untouched);
  const kept = drafted(pages, draft);
  const change = changeOf(pages, draft);
  const save = (body: NonNullable<typeof change>) =>
    set.mutate(body, {
      onSuccess: () => {
        setDraft(untouched);
        doneToast(words.saved);
      },
    });
  return (
    <>
      {kept.length > 0 && (
        <ul className={styles.references}>
          {kept.map((page, at) => (
            <PageCard
              key={page.id}
              page={page}
              earlier={at > 0 ? () => setDraft(forward(draft, pages, at)) : undefined}
              rename={(label) => setDraft(renamed(draft, page.id, label))}
              remove={() => setDraft(without(draft, page.id))}
              mark={() => mark(page.id)}
            />
          ))}
        </ul>
      )}
      <Trouble error={set.error} />
      {change && (
        <Group justify="flex-end">
          <Button
            onClick={() => save(change)}
            loading={set.isPending}
            disabled={change.pages.some(({ label }) => label === '')}
          >
            {words.save}
          </Button>
        </Group>
      )}
    </>
  );
}

/** The pages of a book that homework is done on: given, numbered, put in order, taken away. */
export function ReferenceDialog({ id, close }: { id: number; close: () => void }) {
  const words = useReferenceWords();
  const { actions } = useCoreWords();
  const regions = useRegionWords();
  const query = useQuery(referencePagesQuery(id));
  const [marked, mark] = useState<number>();
  const [isDirty, tellDirty] = useState(false);
  const page = query.data?.results.find((one) => one.id === marked);
  const { loseTitle: title, loses, lose: action } = regions;
  const unlessLost = async (go: () => void) => {
    if (!isDirty || (await confirmLoss({ title, loses, action }))) go();
  };
  return (
    <Modal
      opened
      onClose={() => void unlessLost(close)}
      // The question would hear the same key, and close with it.
      closeOnEscape={!isDirty}
      size="52rem"
      title={page ? regions.title(page.label) : words.title}
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      {page && (
        <RegionDesk
          key={page.id}
          {...{ id, page, pages: query.data?.results ?? [], tellDirty }}
          leave={() => void unlessLost(() => mark(undefined))}
          close={() => mark(undefined)}
        />
      )}
      {/* Kept while answers are marked: what was changed of the pages is not saved yet. */}
      <Stack gap="md" display={page ? 'none' : undefined}>
        <Text size="sm" c="dimmed">
          {words.lead}
        </Text>
        <QueryView query={query}>
          {({ results }) => (
            <>
              <Pages id={id} pages={results} mark={mark} />
              <AddPages id={id} next={nextPageNumber(results.map(({ label }) => label))} />
            </>
          )}
        </QueryView>
      </Stack>
    </Modal>
  );
}
