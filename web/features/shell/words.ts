import { wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  skip: '본문으로 건너뛰기',
  navigation: '주 메뉴',
  allScreens: '전체 메뉴',
  today: '오늘',
  children: '자녀',
  progress: '진도',
  videos: '영상',
  manage: '운영',
  audit: '감사 로그',
  lectures: '강의',
  kiosks: '키오스크',
  outbox: '보낸 메시지',
  jobs: '변환 작업',
  readiness: '시스템 상태',
  account: '내 계정',
  theme: '화면',
  themes: { auto: '시스템', light: '밝게', dark: '어둡게' },
  language: '언어',
  changePassword: '비밀번호 변경',
  signOut: '로그아웃',
  signOutEverywhere: '모든 기기에서 로그아웃',
  signOutEverywhereLoses: ['이 기기를 포함한 모든 기기의 로그인', '재생 중인 영상'],
};
type ShellWords = typeof ko;

const en: ShellWords = {
  skip: 'Skip to content',
  navigation: 'Main menu',
  allScreens: 'All screens',
  today: 'Today',
  children: 'Children',
  progress: 'Progress',
  videos: 'Videos',
  manage: 'Manage',
  audit: 'Audit log',
  lectures: 'Lectures',
  kiosks: 'Kiosks',
  outbox: 'Messages sent',
  jobs: 'Jobs',
  readiness: 'System status',
  account: 'My account',
  theme: 'Appearance',
  themes: { auto: 'System', light: 'Light', dark: 'Dark' },
  language: 'Language',
  changePassword: 'Change password',
  signOut: 'Sign out',
  signOutEverywhere: 'Sign out on all devices',
  signOutEverywhereLoses: ['The sign-in on every device, this one included', 'Videos that are playing'],
};

export const useShellWords = wordsHook({ ko, en });
export type { ShellWords };
