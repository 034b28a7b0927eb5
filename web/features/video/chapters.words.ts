import { plural, wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  title: '챕터',
  lead: '한 줄에 하나씩, 시작 시간과 제목을 적으세요. 학생은 목록에서 골라 바로 이동합니다.',
  lines: '챕터 목록',
  example: '00:00 들어가기\n03:20 극한의 뜻\n25:00 연습 문제',
  save: '저장',
  saved: (count: number) => (count === 0 ? '챕터를 지웠습니다' : `챕터 ${count}개를 저장했습니다`),
  wrong: (lines: string) =>
    `${lines}번째 줄을 읽을 수 없습니다. ‘03:20 제목’처럼 서로 다른 시간으로 적어 주세요.`,
  closed: '아직 볼 수 없는 부분',
};

const en: typeof ko = {
  title: 'Chapters',
  lead: 'One on each line: when it begins, and its title. Students go there from the list.',
  lines: 'List of chapters',
  example: '00:00 Introduction\n03:20 What a limit is\n25:00 Exercises',
  save: 'Save',
  saved: (count) => (count === 0 ? 'Removed the chapters' : `Saved ${plural(count, 'chapter', 'chapters')}`),
  wrong: (lines) => `Line ${lines} cannot be read. Write each as “03:20 Title”, at a time of its own.`,
  closed: 'Not open yet',
};

export const useChapterWords = wordsHook({ ko, en });
