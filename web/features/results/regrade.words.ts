import { plural, wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  title: '다시 채점하기',
  lead: (questions: number) => `바꾼 ${questions}문항으로 모두 다시 채점하면 이렇게 됩니다.`,
  nobody: '점수가 바뀌는 학생이 없습니다.',
  changes: (count: number) => `${count}명의 점수가 바뀝니다`,
  nowPassing: (count: number) => `합격으로 ${count}명`,
  nowFailing: (count: number) => `불합격으로 ${count}명`,
  student: '학생',
  before: '지금',
  after: '바뀐 뒤',
  verdict: '합격 여부',
  toPass: '불합격 → 합격',
  toFail: '합격 → 불합격',
  same: '그대로',
  none: '없음',
  apply: '적용하고 다시 채점',
  applied: (count: number) =>
    count === 0 ? '저장했습니다. 바뀐 점수는 없습니다.' : `${count}명의 점수를 바꿨습니다`,
};
const en: typeof ko = {
  title: 'Grade again',
  lead: (questions) =>
    `This is what grading everybody by ${plural(questions, 'changed question', 'changed questions')} does.`,
  nobody: 'Nobody’s score changes.',
  changes: (count) => `${plural(count, 'student gets', 'students get')} another score`,
  nowPassing: (count) => `${count} now pass`,
  nowFailing: (count) => `${count} now fail`,
  student: 'Student',
  before: 'Now',
  after: 'Then',
  verdict: 'Passes',
  toPass: 'fails → passes',
  toFail: 'passes → fails',
  same: 'as before',
  none: 'none',
  apply: 'Apply and grade again',
  applied: (count) =>
    count === 0 ? 'Saved. No score changed.' : `${plural(count, 'score was', 'scores were')} changed`,
};
export const useRegradeWords = wordsHook({ ko, en });
