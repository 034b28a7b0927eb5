import { wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  greeting: (name: string) => `${name}님, 안녕하세요`,
  student: {
    title: '오늘',
    empty: '오늘 할 일이 없습니다',
    hint: '새 영상이나 과제가 열리면 여기에 마감이 가까운 순서로 나옵니다.',
  },
  parent: {
    title: '자녀',
    empty: '연결된 자녀가 없습니다',
    hint: '학원에서 자녀를 연결하면 출석과 진도를 여기에서 볼 수 있습니다. 학원에 연결을 요청해 주세요.',
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
  parent: {
    title: 'Children',
    empty: 'No child is linked yet',
    hint: 'Once your academy links your child, attendance and progress appear here. Please ask your academy.',
  },
  staff: {
    title: 'Today',
  },
};

export const useHomeWords = wordsHook({ ko, en });
