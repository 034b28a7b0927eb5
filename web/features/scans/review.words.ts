import { plural, wordsHook } from '../../lib/i18n/words.ts';

const circled = ['①', '②', '③', '④', '⑤'];
/** A mark as it stands on the sheet. */
export const circledMark = (mark: string) => circled[Number(mark) - 1] ?? mark;

const ko = {
  title: '답 확인',
  back: '스캔으로',
  progress: (at: number, left: number) => `${at}번째 · 남은 답 ${left}개`,
  answerOf: (name: string, number: number) => `${name} · ${number}번`,
  crop: (name: string, number: number) => `${name}의 ${number}번 답`,
  noCrop: '이 답만 잘라 낸 그림이 없습니다. 쪽 전체를 보세요.',
  noPicture: '그림이 없습니다.',
  read: '읽은 답',
  blank: '무응답',
  markings: {
    ok: '흐릿함',
    blank: '무응답으로 보임',
    multiple: '둘 이상 표시',
    ambiguous: '분명하지 않음',
    missing: '읽지 못함',
  } as Record<string, string>,
  sure: (percent: number) => `${percent}% 확실`,
  effect: (points: number) => `걸린 점수 ${points}점`,
  decided: '확인함',
  choices: '답 고르기',
  number: (digits: number) => `${digits}자리까지의 수`,
  answer: '답',
  keep: '읽은 대로',
  save: '저장',
  skip: '건너뛰기',
  previous: '이전',
  keysChoice: '1–5 답 · 0 무응답 · Enter 읽은 대로 · ↑ 이전 · ↓ 건너뛰기',
  keysNumber: '숫자를 입력하고 Enter · ↑ 이전 · ↓ 건너뛰기',
  keysSeveral: '1–5 켜고 끄기 · Enter 저장 · ↑ 이전 · ↓ 건너뛰기',
  nothing: '확인할 답이 없습니다',
  allDone: '모두 확인했습니다',
  result: (count: number, mean: number) => `${count}명의 결과가 나왔습니다. 평균 ${mean}점.`,
  noResult: '결과는 곧 나옵니다.',
  toResults: '결과 보기',
  others: (count: number) => `남은 ${count}개는 이것을 확인한 뒤에 보입니다.`,
};

const en: typeof ko = {
  title: 'Check answers',
  back: 'To the scans',
  progress: (at, left) => `No. ${at} · ${plural(left, 'answer', 'answers')} left`,
  answerOf: (name, number) => `${name} · question ${number}`,
  crop: (name, number) => `Answer ${number} of ${name}`,
  noCrop: 'There is no picture of this answer alone: see the whole page.',
  noPicture: 'There is no picture.',
  read: 'Read as',
  blank: 'blank',
  markings: {
    ok: 'faint',
    blank: 'looks blank',
    multiple: 'more than one mark',
    ambiguous: 'not clear',
    missing: 'could not be read',
  },
  sure: (percent) => `${percent}% sure`,
  effect: (points) => `${plural(points, 'point', 'points')} at stake`,
  decided: 'checked',
  choices: 'Choose the answer',
  number: (digits) => `A number of up to ${plural(digits, 'digit', 'digits')}`,
  answer: 'Answer',
  keep: 'As it was read',
  save: 'Save',
  skip: 'Skip',
  previous: 'Back',
  keysChoice: '1–5 answer · 0 blank · Enter as read · ↑ back · ↓ skip',
  keysNumber: 'Type the number, Enter · ↑ back · ↓ skip',
  keysSeveral: '1–5 on and off · Enter save · ↑ back · ↓ skip',
  nothing: 'There is nothing to check',
  allDone: 'Everything is checked',
  result: (count, mean) =>
    `Results of ${plural(count, 'student', 'students')} are in, ${mean} points on average.`,
  noResult: 'Results will be there soon.',
  toResults: 'See the results',
  others: (count) => `${count} more will be shown after these.`,
};

export const useReviewWords = wordsHook({ ko, en });
