import { Stack } from '@mantine/core';
import { scoreOf } from '@seodang/contract/homework.ts';
import type { ReadLine } from '@seodang/contract/homework-text.ts';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useRef, useState } from 'react';
import { QueryView } from '../../ui/query-view.tsx';
import { doneToast } from '../../ui/toast.tsx';
import { BoardTools, firstView, viewActions } from './board-tools.tsx';
import { remarksOf } from './film.rules.ts';
import { FilmDesk } from './film-desk.tsx';
import {
  type Homework,
  homeworkQuery,
  type Standing,
  useJudge,
  type Version,
  versionsQuery,
} from './homework.queries.ts';
import { PageText } from './page-text.tsx';
import { PhotoPage } from './pages-seen.tsx';
import styles from './review.module.css';
import { useReviewWords } from './review.words.ts';
import { ReviewBoard } from './review-board.tsx';
import { forgetDraft, useDraft } from './review-draft.ts';
import { isPicture, ReviewForm } from './review-form.tsx';
import { useReviewKeys } from './review-keys.ts';
import { itemsOf } from './rubric.tsx';

type Moves = { go: (step: 1 | -1) => void; goOn: () => boolean };
type WorkProps = Moves & {
  standing: Standing;
  homework: Homework;
  versions: readonly Version[];
  version: Version;
  choose: (id: number) => void;
};

function useVerdict({ standing, homework, version, goOn }: WorkProps) {
  const words = useReviewWords();
  const work = useDraft(version);
  const judge = useJudge();
  const give = (verdict: 'approved' | 'returned') => {
    if (judge.isPending) return;
    const { strokes, marks, score, comment } = work.draft;
    const remarks = remarksOf(work.draft);
    const own = score.trim() === '' ? scoreOf(homework.max_score, marks) : Number(score);
    const body = { verdict, score: own, comment, marks, annotations: [...strokes], remarks };
    judge.mutate(
      { id: version.id, body },
      {
        onSuccess: () => {
          forgetDraft(version.id);
          doneToast(words[verdict](standing.student_name));
          if (!goOn()) doneToast(words.allDone);
        },
      },
    );
  };
  return { work, give, isPending: judge.isPending };
}

type DeskKeys = Pick<ReturnType<typeof useVerdict>, 'work' | 'give'> &
  Pick<Moves, 'go'> & {
    act: ReturnType<typeof viewActions>;
    comment: RefObject<HTMLTextAreaElement | null>;
    readOnly: boolean;
    items: Homework['rubric'];
  };

function useDeskKeys({ work, give, go, act, comment, readOnly, items }: DeskKeys): void {
  const judged = (action: () => void) => () => void (readOnly || action());
  useReviewKeys({
    KeyJ: () => go(1),
    KeyK: () => go(-1),
    BracketLeft: () => act.page(-1),
    BracketRight: () => act.page(1),
    KeyR: act.turn,
    Equal: () => act.zoom(1),
    NumpadAdd: () => act.zoom(1),
    Minus: () => act.zoom(-1),
    NumpadSubtract: () => act.zoom(-1),
    KeyP: judged(() => act.tool('pen')),
    KeyH: judged(() => act.tool('highlight')),
    KeyV: judged(() => act.tool('check')),
    KeyX: judged(() => act.tool('cross')),
    KeyZ: judged(work.undo),
    KeyC: judged(() => comment.current?.focus()),
    KeyA: judged(() => give('approved')),
    KeyS: judged(() => give('returned')),
    ...Object.fromEntries(
      items.slice(0, 9).map((item, at) => [`Digit${at + 1}`, judged(() => work.toggle(item))]),
    ),
  });
}

/** One version on the desk: its pages to draw on, and what is said of it. */
function Work(props: WorkProps) {
  const { homework, version, go } = props;
  const verdict = useVerdict(props);
  const { work, give } = verdict;
  const [view, setView] = useState(firstView);
  const [pointed, point] = useState<ReadLine['box']>();
  const comment = useRef<HTMLTextAreaElement>(null);
  const pictures = version.files.filter(isPicture);
  const file = pictures[Math.min(view.page, pictures.length - 1)];
  const act = viewActions(setView, pictures.length);
  const readOnly = version.superseded;
  const { draft } = work;
  useDeskKeys({ work, give, go, act, comment, readOnly, items: itemsOf(homework, draft.marks) });
  return (
    <div className={styles.desk}>
      <Stack gap="xs" className={styles.left ?? ''}>
        {version.films.map((film) => (
          <FilmDesk key={film.place} {...{ film, version, work, readOnly }} />
        ))}
        {file && (
          <>
            <BoardTools
              {...{ view, setView, readOnly, undo: work.undo }}
              pages={pictures.length}
              strokes={draft.strokes.filter(({ place }) => place === file.place).length}
            />
            <ReviewBoard
              key={file.place}
              {...{ file, view, pointed, strokes: draft.strokes, colour: view.colour, draw: work.draw }}
              tool={readOnly ? undefined : view.tool}
            />
            <PhotoPage version={version} place={file.place} />
            <PageText version={version} place={file.place} point={point} />
          </>
        )}
      </Stack>
      <ReviewForm {...props} {...verdict} comment={comment} />
    </div>
  );
}

/** What one student handed in, the version that counts first. */
export function ReviewWork({ standing, ...moves }: { standing: Standing } & Moves) {
  const { homework_id, enrollment_id } = standing;
  const homework = useQuery(homeworkQuery(homework_id));
  const versions = useQuery(versionsQuery(homework_id, enrollment_id));
  const [chosen, choose] = useState<number>();
  return (
    <QueryView query={homework}>
      {(found) => (
        <QueryView query={versions}>
          {(list) => {
            const version = list.find(({ id }) => id === chosen) ?? list[0];
            return (
              version && (
                <Work
                  key={version.id}
                  {...{ standing, version, choose, ...moves }}
                  homework={found}
                  versions={list}
                />
              )
            );
          }}
        </QueryView>
      )}
    </QueryView>
  );
}
