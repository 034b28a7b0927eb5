import type { QuestionKind } from '@seodang/recall';
import type { QuizMode, QuizStatus, StudyOutcome, StudySource, StudyState } from '#db/types.ts';

type Codes = {
  outcomes: Record<StudyOutcome, string>;
  sources: Record<StudySource, string>;
  modes: Record<QuizMode, string>;
  statuses: Record<QuizStatus, string>;
  kinds: Record<QuestionKind, string>;
  states: Record<StudyState, string>;
};

const ko = {
  answers: [
    ...['시각', '주제', '과목', '문제', '내 답', '헷갈림', '결과', '맞음', '걸린 시간(ms)', '되돌린 시각'],
    ...['어디서', '풀이', '순서', '문제 번호', '문제 판'],
  ],
  quizzes: [
    ...['시작', '끝', '주제', '방식', '어디서', '상태', '문제 수', '맞음', '틀림', '헷갈림'],
    ...['처음 맞힘', '다시 틀림', '되찾음', '남은 고질 오답', '풀이'],
  ],
  memory: [
    ...[
      '문제 번호',
      '주제',
      '과목',
      '문제',
      '다음 복습일',
      '마지막 복습일',
      '안정도(일)',
      '난이도',
      '푼 횟수',
    ],
    ...['통과 못 한 횟수', '고질 오답'],
  ],
  waiting: ['시각', '문제 번호', '내 답', '헷갈림', '풀이', '순서'],
  questions: ['문제', '정답', '보기', '과목', '유형', '해설', '태그', '변형', '주제', '상태'],
  codes: {
    outcomes: { correct: '정답', wrong: '오답', unsure: '헷갈림' },
    sources: { live: '온라인', viewer: '앱', paper: '시험' },
    modes: {
      random: '섞어서',
      frequent_focus: '자주 나온 문제',
      wrong_variants: '틀린 문제 다시',
      due: '복습할 문제',
    },
    statuses: { in_progress: '푸는 중', done: '끝남', abandoned: '그만둠' },
    kinds: { single: '객관식', multiple: '복수 선택', numeric: '숫자', short: '주관식' },
    states: { draft: '작성 중', published: '공개', withdrawn: '내림' },
  } satisfies Codes,
};

const en: typeof ko = {
  answers: [
    ...['time', 'topic', 'subject', 'question', 'answer given', 'unsure', 'outcome', 'right', 'took (ms)'],
    ...['taken back', 'from', 'round', 'place', 'question id', 'revision'],
  ],
  quizzes: [
    ...['begun', 'ended', 'topic', 'mode', 'from', 'state', 'questions', 'right', 'wrong', 'unsure'],
    ...['newly right', 'wrong again', 'recovered', 'stubborn left', 'round'],
  ],
  memory: [
    ...[
      'question id',
      'topic',
      'subject',
      'question',
      'due',
      'last studied',
      'stability (days)',
      'difficulty',
    ],
    ...['answers', 'not passed', 'stubborn'],
  ],
  waiting: ['time', 'question id', 'answer given', 'unsure', 'round', 'place'],
  questions: [
    ...[
      'question',
      'answer',
      'choices',
      'subject',
      'kind',
      'explanation',
      'tags',
      'variant',
      'topic',
      'state',
    ],
  ],
  codes: {
    outcomes: { correct: 'right', wrong: 'wrong', unsure: 'unsure' },
    sources: { live: 'online', viewer: 'app', paper: 'exam' },
    modes: {
      random: 'mixed',
      frequent_focus: 'frequent in exams',
      wrong_variants: 'wrong ones again',
      due: 'due',
    },
    statuses: { in_progress: 'under way', done: 'done', abandoned: 'stopped' },
    kinds: { single: 'single choice', multiple: 'multiple choice', numeric: 'number', short: 'short text' },
    states: { draft: 'draft', published: 'published', withdrawn: 'withdrawn' },
  },
};

/** The first lines of the files of an export and the words for the codes in them, in the language of the academy. */
export const exportWords = (locale: string) => (locale === 'en' ? en : ko);

export type CodeWords = typeof ko.codes;
