import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { AnswerFields, selectedAfter } from './answer-fields.tsx';
import { choicesIn } from './choose.rules.ts';
import { type Draft, noDraft } from './draft.ts';
import { Feedback } from './feedback.tsx';
import { QuestionBody } from './question-body.tsx';
import styles from './quiz.module.css';
import { countedOf, type Given, mayUndo, nextOf, type Question, type Round } from './round.rules.ts';
import { useKeys } from './use-keys.ts';
import { useStudy } from './use-study.ts';
import { useStudyWords } from './words.ts';

type Props = {
  round: Round;
  next: Question | undefined;
  /** What was answered just now, while its verdict is on the screen. */
  shown: Given | undefined;
  show: (given: Given | undefined) => void;
};

function useAnswering({ round, next, shown, show }: Props) {
  const { study, state } = useStudy();
  const [draft, setDraft] = useState<Draft>(noDraft);
  const began = useRef(Date.now());
  const restart = () => {
    setDraft(noDraft);
    show(undefined);
    began.current = Date.now();
  };
  const check = async () => {
    if (shown || (draft.selected.length === 0 && !draft.unsure)) return;
    const elapsed_ms = Math.min(Date.now() - began.current, 86_400_000);
    show(await study.answer(round.uuid, { ...draft, elapsed_ms }));
  };
  const goOn = async () => {
    const isLast = nextOf(round, state.questions) === undefined;
    if (isLast) {
      await study.finish(round.uuid);
      void study.sync();
    }
    restart();
  };
  const undo = async () => {
    await study.undo(round.uuid);
    restart();
  };
  const stop = async () => {
    await study.finish(round.uuid);
    void study.sync();
  };
  const skip = async () => {
    if (shown || !next) return;
    await study.skip(round.uuid);
    restart();
  };
  const choose = (selected: readonly string[]) => setDraft({ ...draft, selected });
  const toggleUnsure = () => !shown && setDraft({ ...draft, unsure: !draft.unsure });
  return { draft, choose, toggleUnsure, check, goOn, undo, stop, skip };
}

type Answering = ReturnType<typeof useAnswering>;

/** The keyboard's part of the same. */
function useShortcuts({ round, shown }: Props, answering: Answering, question: Question | undefined) {
  const { draft, choose } = answering;
  useKeys({
    choose: (at) => {
      const choice = question && choicesIn(round, question)[at];
      if (choice && !shown) choose(selectedAfter(question, draft.selected, choice.id));
    },
    unsure: answering.toggleUnsure,
    skip: () => void answering.skip(),
    undo: () => mayUndo(round) && void answering.undo(),
    enter: () => void (shown ? answering.goOn() : answering.check()),
  });
}

/** What comes next: check, with or without doubt; later go on. */
function MainButtons({ props: { next, shown }, answering }: { props: Props; answering: Answering }) {
  const words = useStudyWords();
  const { draft } = answering;
  if (shown)
    return (
      <div className={styles.actions}>
        <Button key="next" size="md" autoFocus onClick={() => void answering.goOn()}>
          {next ? words.next : words.result}
        </Button>
      </div>
    );
  return (
    <div className={styles.actions}>
      <Button
        key="unsure"
        size="md"
        variant="default"
        className={styles.unsure}
        aria-pressed={draft.unsure}
        title={words.unsureHint}
        onClick={answering.toggleUnsure}
      >
        {words.unsure}
      </Button>
      <Button
        key="check"
        size="md"
        disabled={draft.selected.length === 0 && !draft.unsure}
        onClick={() => void answering.check()}
      >
        {words.check}
      </Button>
    </div>
  );
}

function SmallButtons({ props: { round, shown }, answering }: { props: Props; answering: Answering }) {
  const words = useStudyWords();
  return (
    <Group justify="space-between" gap="xs">
      <Button
        variant="subtle"
        className={styles.quiet}
        leftSection={<IconArrowBackUp size={18} aria-hidden />}
        disabled={!mayUndo(round)}
        onClick={() => void answering.undo()}
      >
        {words.undo}
      </Button>
      <Group gap="xs">
        <Button
          variant="subtle"
          className={styles.quiet}
          disabled={shown !== undefined}
          onClick={() => void answering.skip()}
        >
          {words.skip}
        </Button>
        <Button variant="subtle" onClick={() => void answering.stop()}>
          {words.stop}
        </Button>
      </Group>
    </Group>
  );
}

/** Readers and keys begin at the question, unless it is to be written into. */
function useFocus(question: Question | undefined, isShown: boolean) {
  const section = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each question
  useEffect(() => {
    const isInside = section.current?.contains(document.activeElement);
    if (!isShown && !isInside) section.current?.focus({ preventScroll: true });
    // Behind a long question the next one would begin in its middle.
    if (!isShown && (section.current?.getBoundingClientRect().top ?? 0) < 0) scrollTo({ top: 0 });
  }, [question?.pub_id, isShown]);
  return section;
}

/** Before the first answer: what the round is made of, where that is not what was wished for. */
function Composition({ round: { wanted, variants = 0, reshuffled, pub_ids } }: Pick<Props, 'round'>) {
  const words = useStudyWords();
  const again = pub_ids.filter((one) => reshuffled.includes(one)).length;
  const lines = [
    wanted !== undefined && words.fewer(wanted, pub_ids.length),
    variants > 0 && words.variants(variants),
    again > 0 && words.again(again),
  ].filter((line) => line !== false);
  if (lines.length === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {lines.join(' ')}
    </Text>
  );
}

/** One question of a round: it is answered, the verdict is shown, and the next one comes. */
export function Asking(props: Props) {
  const { round, next, shown } = props;
  const words = useStudyWords();
  const { state } = useStudy();
  const answering = useAnswering(props);
  const question = shown ? state.questions.get(shown.pub_id) : next;
  useShortcuts(props, answering, question);
  const section = useFocus(question, shown !== undefined);
  if (!question) return null;
  const done = countedOf(round).length;
  const place = words.place(done + (shown ? 0 : 1), round.pub_ids.length);
  return (
    <Stack gap="md">
      <Progress value={(done / round.pub_ids.length) * 100} size="sm" radius="xl" aria-label={place} />
      {done === 0 && <Composition round={round} />}
      <Paper
        ref={section}
        tabIndex={-1}
        className={styles.asked}
        p="lg"
        component="section"
        aria-label={place}
      >
        <Stack gap="lg">
          <QuestionBody question={question} place={place} />
          <AnswerFields
            key={`${question.pub_id} ${Boolean(shown)}`}
            question={question}
            choices={choicesIn(round, question)}
            draft={shown ?? answering.draft}
            change={shown ? undefined : answering.choose}
          />
          {shown && <Feedback given={shown} question={question} />}
        </Stack>
      </Paper>
      <MainButtons props={props} answering={answering} />
      <SmallButtons props={props} answering={answering} />
      <Text size="xs" c="dimmed" className={styles.keys}>
        {words.keys}
      </Text>
    </Stack>
  );
}
