import { plural, wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  greeting: (name: string) => `${name}님, 안녕하세요`,
  student: {
    title: '오늘',
    empty: '오늘 할 일이 없습니다',
    hint: '새 영상이나 과제가 열리면 여기에 마감이 가까운 순서로 나옵니다.',
  },
  staff: {
    title: '오늘',
    toLookAt: '확인할 일',
    nothing: '확인을 기다리는 일이 없습니다.',
    atRisk: '살펴볼 학생',
    atRiskLead: (count: number) =>
      count === 0 ? '이어서 뒤처지면 저절로 나타납니다.' : `지금 뒤처지는 학생 ${count}명`,
    nobodyAtRisk: '지금 뒤처지는 학생이 없습니다.',
    all: '모두 보기',
  },
  matters: {
    sheets: '확인할 답안지',
    homework: '검토할 과제',
    clinic: '확인할 클리닉',
    requests: '보호자 요청',
    risk: '살펴볼 학생',
    cases: '시청 위반',
    videos: '변환하지 못한 영상',
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
    toLookAt: 'To look at',
    nothing: 'Nothing waits for a decision.',
    atRisk: 'Students to look after',
    atRiskLead: (count) =>
      count === 0
        ? 'Whoever falls behind appears here.'
        : `${plural(count, 'student falls', 'students fall')} behind now`,
    nobodyAtRisk: 'Nobody falls behind now.',
    all: 'See all',
  },
  matters: {
    sheets: 'Answer sheets',
    homework: 'Homework to mark',
    clinic: 'Clinics to decide',
    requests: 'Requests of families',
    risk: 'Students to look after',
    cases: 'Broken video rules',
    videos: 'Videos that failed',
  },
};

export const useHomeWords = wordsHook({ ko, en });
