const ko = {
  answers: [
    ...['시각', '주제', '과목', '문제', '내 답', '헷갈림', '결과', '맞음', '걸린 시간(ms)', '되돌린 시각'],
    ...['어디서', '풀이', '순서', '문제 번호', '문제 판'],
  ],
  quizzes: ['시작', '끝', '주제', '방식', '어디서', '상태', '문제 수', '달라진 것', '풀이'],
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
};

const en: typeof ko = {
  answers: [
    ...['time', 'topic', 'subject', 'question', 'answer given', 'unsure', 'outcome', 'right', 'took (ms)'],
    ...['taken back', 'from', 'round', 'place', 'question id', 'revision'],
  ],
  quizzes: ['begun', 'ended', 'topic', 'mode', 'from', 'state', 'questions', 'what changed', 'round'],
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
};

/** The first lines of the files of an export, in the language of the academy. */
export const exportWords = (locale: string) => (locale === 'en' ? en : ko);
