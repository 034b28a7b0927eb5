import { plural, wordsHook } from '../../lib/i18n/words.ts';

const n = (count: number) => count.toLocaleString('ko');

const ko = {
  watching: (count: number) => `${n(count)}명 시청 중`,
  changed: (count: number) => `${n(count)}명 판정 변경`,
  ofOne: (videos: number) => `영상 ${n(videos)}편의 시청 판정이 바뀝니다`,
  watchingNow: '지금 보는 중',
  lost: (videos: number) => `영상 ${n(videos)}편의 시청`,
  stopsOne: '보던 영상이 멈춥니다.',
  stops: (count: number) => `${n(count)}명은 보던 영상이 멈춥니다.`,
  goesOn: '보던 영상은 끊기지 않고 새 규칙으로 이어집니다.',
  list: '바뀌는 학생과 영상',
  more: (count: number) => `그 밖에 ${n(count)}건`,
  columns: { student: '학생', video: '영상', before: '지금 판정', after: '바뀐 뒤' },
  violations: (count: number) => `위반 ${n(count)}번`,
  next: {
    ok: '다음 위반에 조치 없음',
    warned: '다음 위반에 경고만',
    paused: '다음 위반에 일시 정지',
    revoked: '다음 위반에 중단',
  },
};

const en: typeof ko = {
  watching: (count) => `${plural(count, 'student watches', 'students watch')} now`,
  changed: (count) => plural(count, 'verdict changes', 'verdicts change'),
  ofOne: (videos) => `The verdict on ${plural(videos, 'video', 'videos')} changes`,
  watchingNow: 'watching now',
  lost: (videos) => `Watching ${plural(videos, 'video', 'videos')}`,
  stopsOne: 'What is watched now stops.',
  stops: (count) => `What ${plural(count, 'student', 'students')} watch now stops.`,
  goesOn: 'What is watched now goes on under the new rules.',
  list: 'Students and videos concerned',
  more: (count) => `and ${n(count)} more`,
  columns: { student: 'Student', video: 'Video', before: 'So far', after: 'Then' },
  violations: (count) => plural(count, 'violation', 'violations'),
  next: {
    ok: 'next violation: nothing',
    warned: 'next violation: only a warning',
    paused: 'next violation: a pause',
    revoked: 'next violation: stopped',
  },
};

export const useImpactWords = wordsHook({ ko, en });
export type ImpactWords = typeof ko;
