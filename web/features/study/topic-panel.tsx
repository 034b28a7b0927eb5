import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconBook2, IconChevronLeft, IconPlus, IconTableImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Column } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterChoice, PagedTable, useFilteredPage } from '../../ui/paged-table.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { undoToast } from '../../ui/toast.tsx';
import {
  type BankQuestion,
  bankQuery,
  type Filter,
  PAGE_SIZE,
  topicsQuery,
  useDeleteTopic,
  useRenameTopic,
  useRestoreTopic,
} from './bank.queries.ts';
import { useBankWords } from './bank.words.ts';
import { QuestionEditor } from './question-editor.tsx';
import { QuestionImport } from './question-import.tsx';
import { RichText } from './rich-text.tsx';
import styles from './study.module.css';
import { TopicForm } from './topic-form.tsx';

type Props = { lecture_id: number; topic_id: number };
const UNDO_MS = 60_000;
const tones = { draft: 'idle', published: 'ok', withdrawn: 'warn' } as const;

function useColumns(edit: (question: BankQuestion) => void): Column<BankQuestion>[] {
  const words = useBankWords();
  const { columns, states, kinds } = words;
  return [
    {
      ...{ key: 'body', header: columns.body },
      cell: ({ body }) => (
        <span className={styles.clipped}>
          <RichText>{body}</RichText>
        </span>
      ),
    },
    { key: 'subject', header: columns.subject, cell: ({ subject }) => subject || '–' },
    { key: 'tags', header: columns.tags, cell: ({ tags }) => tags.join(', ') || '–' },
    { key: 'kind', header: columns.kind, cell: ({ kind }) => kinds[kind] },
    {
      ...{ key: 'state', header: columns.state },
      cell: ({ state }) => <StatusBadge tone={tones[state]}>{states[state]}</StatusBadge>,
    },
    {
      ...{ key: 'edit', header: columns.action, align: 'end' },
      cell: (question) => (
        <Button
          size="xs"
          variant="default"
          aria-label={words.editOf(question.body.slice(0, 60))}
          onClick={() => edit(question)}
        >
          {words.edit}
        </Button>
      ),
    },
  ];
}

function useStateChoices() {
  const { all, states } = useBankWords();
  return [
    { value: 'all', label: all },
    { value: 'published', label: states.published },
    { value: 'draft', label: states.draft },
    { value: 'withdrawn', label: states.withdrawn },
  ] as const satisfies { value: Filter['state']; label: string }[];
}

/** Puts a topic away at once; while the message stands it can be brought back. */
function useRemoveTopic({ lecture_id, topic_id }: Props) {
  const words = useBankWords();
  const navigate = useNavigate();
  const remove = useDeleteTopic();
  const restore = useRestoreTopic();
  return async (title: string) => {
    await remove.mutateAsync(topic_id);
    await navigate({ to: '/staff/lectures/$id/study', params: { id: String(lecture_id) } });
    undoToast({
      message: words.topicDeleted(title),
      until: new Date(Date.now() + UNDO_MS).toISOString(),
      undo: () => restore.mutateAsync(topic_id),
    });
  };
}

function Head({ add, open, ...place }: Props & { add: () => void; open: () => void }) {
  const words = useBankWords();
  const { lecture_id, topic_id } = place;
  const remove = useRemoveTopic(place);
  const rename = useRenameTopic();
  const [isRenaming, setRenaming] = useState(false);
  const topic = useQuery(topicsQuery(lecture_id)).data?.results.find(({ id }) => id === topic_id);
  const back = { to: '/staff/lectures/$id/study', params: { id: String(lecture_id) } } as const;
  return (
    <Stack gap={4}>
      <Anchor size="sm" renderRoot={(props) => <Link {...back} {...props} />}>
        <IconChevronLeft size={16} aria-hidden /> {words.topics}
      </Anchor>
      <Group justify="space-between">
        <div>
          <Title order={2} size="h3">
            {topic?.title ?? words.topics}
          </Title>
          {topic?.is_paper && (
            <Text size="sm" c="dimmed">
              {words.paper}
            </Text>
          )}
        </div>
        <Group gap="xs">
          {topic && (
            <Button variant="subtle" onClick={() => setRenaming(true)}>
              {words.renameTopic}
            </Button>
          )}
          {topic && !topic.is_paper && (
            <Button
              variant="subtle"
              color="cinnabar"
              onClick={() => void remove(topic.title).catch(() => undefined)}
            >
              {words.deleteTopic}
            </Button>
          )}
          <Button variant="default" leftSection={<IconTableImport size={18} aria-hidden />} onClick={open}>
            {words.import}
          </Button>
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
            {words.add}
          </Button>
        </Group>
      </Group>
      {topic && isRenaming && (
        <TopicForm
          heading={words.renameTopic}
          action={words.rename}
          title={topic.title}
          save={async (title) => {
            await rename.mutateAsync({ id: topic_id, title });
            setRenaming(false);
          }}
          close={() => setRenaming(false)}
        />
      )}
    </Stack>
  );
}

/** The questions of a topic: to find, to change, to publish, to import. */
export function TopicPanel(props: Props) {
  const { topic_id } = props;
  const words = useBankWords();
  const { filter, setFilter, page, setPage } = useFilteredPage<Filter>({ search: '', state: 'all' });
  const questions = useQuery(bankQuery(topic_id, filter, page));
  const [edited, edit] = useState<BankQuestion | 'new'>();
  const [isImporting, setImporting] = useState(false);
  const columns = useColumns(edit);
  const isAll = filter.search === '' && filter.state === 'all';
  const none = { title: words.none, hint: words.noneHint };
  const noneFound = { title: words.noneFound, hint: words.noneFoundHint };
  return (
    <Stack gap="md">
      <Head {...props} add={() => edit('new')} open={() => setImporting(true)} />
      <Group gap="sm" justify="space-between">
        <SearchField
          label={words.search}
          value={filter.search}
          search={(search) => setFilter({ ...filter, search })}
        />
        <FilterChoice
          label={words.stateLabel}
          value={filter.state}
          choose={(state: Filter['state']) => setFilter({ ...filter, state })}
          choices={useStateChoices()}
        />
      </Group>
      <PagedTable
        label={words.questions}
        query={questions}
        columns={columns}
        rowKey={({ id }) => id}
        page={page}
        pageSize={PAGE_SIZE}
        onPage={setPage}
        empty={<EmptyState icon={IconBook2} {...(isAll ? none : noneFound)} />}
      />
      {edited && (
        <QuestionEditor
          topic_id={topic_id}
          question={edited === 'new' ? undefined : edited}
          close={() => edit(undefined)}
        />
      )}
      {isImporting && <QuestionImport topic_id={topic_id} close={() => setImporting(false)} />}
    </Stack>
  );
}
