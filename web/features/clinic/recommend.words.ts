import { wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  clinic: (cause: string) => `클리닉 · ${cause}`,
  see: '클리닉 대상에서 보기',
  recommend: '클리닉 추천',
  memo: '무엇을 도와야 하나요?',
  memoHint: '함께 가르치는 강사와 데스크가 봅니다.',
  save: '추천하기',
  done: '클리닉을 추천했습니다. 학생이 시간을 예약할 수 있습니다.',
};

const en: typeof ko = {
  clinic: (cause) => `Clinic · ${cause}`,
  see: 'See it among the clinics',
  recommend: 'Recommend a clinic',
  memo: 'What needs help?',
  memoHint: 'Seen by the staff of this lecture.',
  save: 'Recommend',
  done: 'Recommended. The student may book a time now.',
};

export const useRecommendWords = wordsHook({ ko, en });
