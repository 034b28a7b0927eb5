import { wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  greeting: (name: string) => `${name}님, 안녕하세요`,
  student: {
    title: '오늘',
    empty: '오늘 할 일이 없습니다',
    hint: '새 영상이나 과제가 열리면 여기에 마감이 가까운 순서로 나옵니다.',
  },
  staff: {
    title: '오늘',
  },
};

const en: typeof ko = {
  greeting: (name) => `Hello, ${name}`,
  student: {
    title: 'Today',
    empty: 'Nothing to do today',
    hint: 'New videos and homework appear here, what is due first on top.',
  },
  staff: {
    title: 'Today',
  },
};

export const useHomeWords = wordsHook({ ko, en });
