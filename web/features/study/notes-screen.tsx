import { Button, Group, NativeSelect, Paper, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconFileTypePdf, IconNotebook, IconPrinter } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { download } from '../../lib/download.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { AnswerFields } from './answer-fields.tsx';
import { noDraft } from './draft.ts';
import { Explanation, Sheet, Verdict } from './feedback.tsx';
import { type Note, notesOf } from './overview.rules.ts';
import { PackView } from './pack-view.tsx';
import { QuestionBody } from './question-body.tsx';
import styles from './study.module.css';
import { StudyFrame } from './study-frame.tsx';
import { useStudy, useToday } from './use-study.ts';
import { useStudyWords } from './words.ts';

type Range = { topic: string; from: string; to: string };
const PAGE = 30;

function NoteCard({ note, withAnswer }: { note: Note; withAnswer: boolean }) {
  const words = useStudyWords();
  const dates = useDates();
  const { question, last, fails, remembered } = note;
  return (
    <Paper p="lg" component="li" className={styles.note}>
      <Stack gap="sm">
        <QuestionBody question={question} />
        {(withAnswer || question.choices.some(({ text }) => text !== '')) && (
          <AnswerFields
            question={withAnswer ? question : { ...question, keys: [] }}
            choices={question.choices}
            draft={withAnswer ? last : noDraft}
            change={undefined}
          />
        )}
        {withAnswer && <Explanation text={question.explanation} />}
        {withAnswer && <Sheet question={question} />}
        <Group gap="xs">
          <Verdict outcome={last.outcome} is_correct={last.rating !== 'again'} />
          {remembered.is_chronic && <StatusBadge tone="bad">{words.chronic}</StatusBadge>}
          <Text size="sm" c="dimmed">
            {words.notes.facts(fails, dates.day(new Date(last.at)))}
          </Text>
        </Group>
      </Stack>
    </Paper>
  );
}

function Filters({ range, change }: { range: Range; change: (range: Range) => void }) {
  const { notes } = useStudyWords();
  const { study } = useStudy();
  const { topics } = useToday(study);
  const data = [
    { value: '', label: notes.allTopics },
    ...topics.map(({ id, title }) => ({ value: String(id), label: title })),
  ];
  return (
    <div className={styles.range}>
      <NativeSelect
        label={notes.topic}
        data={data}
        value={range.topic}
        onChange={({ currentTarget: { value } }) => change({ ...range, topic: value })}
      />
      {(['from', 'to'] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          label={notes[end]}
          value={range[end]}
          onChange={({ currentTarget: { value } }) => change({ ...range, [end]: value })}
        />
      ))}
    </div>
  );
}

function useNotes(range: Range): Note[] {
  const { study, state } = useStudy();
  const { known } = useToday(study);
  const { timezone } = state;
  return useMemo(() => {
    const topic = range.topic === '' ? undefined : Number(range.topic);
    return notesOf(known, timezone, { topic, from: range.from || undefined, to: range.to || undefined });
  }, [known, timezone, range]);
}

/** The same as a file, made by the server; without network the page itself can be printed. */
function NotePdf({ range, withAnswer }: { range: Range; withAnswer: boolean }) {
  const { notes } = useStudyWords();
  const isOnline = useStudy().state.sync.state !== 'offline';
  const make = useMutation({
    mutationFn: () => {
      const given = Object.entries({ ...range, answers: String(withAnswer) });
      const query = new URLSearchParams(given.filter(([, value]) => value !== ''));
      return download(`/study/notes.pdf?${query}`, 'wrong-answers.pdf');
    },
  });
  return (
    <Button
      variant="default"
      leftSection={<IconFileTypePdf size={18} aria-hidden />}
      loading={make.isPending}
      disabled={!isOnline}
      onClick={() => make.mutate()}
    >
      {notes.pdf}
    </Button>
  );
}

function NoteList() {
  const words = useStudyWords();
  const [range, change] = useState<Range>({ topic: '', from: '', to: '' });
  const [withAnswer, showAnswers] = useState(true);
  const [shown, show] = useState(PAGE);
  const notes = useNotes(range);
  const isWhole = Object.values(range).every((end) => end === '');
  const none = { title: words.notes.none, hint: words.notes.noneHint };
  const noneHere = { title: words.notes.noneHere, hint: words.notes.noneHereHint };
  return (
    <>
      <Filters range={range} change={change} />
      {notes.length === 0 ? (
        <Paper>
          <EmptyState icon={IconNotebook} {...(isWhole ? none : noneHere)} />
        </Paper>
      ) : (
        <>
          <Group justify="space-between" className={styles.filters}>
            <Text fw={600} role="status">
              {words.notes.count(notes.length)}
            </Text>
            <Group gap="md">
              <Switch
                label={words.notes.showAnswers}
                checked={withAnswer}
                onChange={({ currentTarget: { checked } }) => showAnswers(checked)}
              />
              <Group gap="xs">
                <NotePdf range={range} withAnswer={withAnswer} />
                <Button
                  variant="default"
                  leftSection={<IconPrinter size={18} aria-hidden />}
                  onClick={() => {
                    show(notes.length);
                    setTimeout(() => print(), 300);
                  }}
                >
                  {words.notes.print}
                </Button>
              </Group>
            </Group>
          </Group>
          <ul className={styles.notes}>
            {notes.slice(0, shown).map((note) => (
              <NoteCard key={note.question.pub_id} note={note} withAnswer={withAnswer} />
            ))}
          </ul>
          {shown < notes.length && (
            <Button variant="default" onClick={() => show(shown + PAGE)}>
              {words.notes.more}
            </Button>
          )}
        </>
      )}
    </>
  );
}

/** What was wrong, with the last wrong answer, the right one and why; to read, to cover up, to print. */
export function NotesScreen() {
  return (
    <StudyFrame>
      <PackView>
        <NoteList />
      </PackView>
    </StudyFrame>
  );
}
