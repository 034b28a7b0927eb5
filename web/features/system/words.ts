import { wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  title: '시스템 상태',
  lead: '수업에 필요한 부분이 모두 준비되었는지 지금 확인합니다.',
  checkedAt: (time: string) => `${time} 확인`,
  again: '다시 확인',
  allGood: '모두 준비되었습니다',
  allGoodHint: '이제 사람과 강의를 등록할 수 있습니다.',
  problems: (count: number) => `${count}곳을 확인해야 합니다`,
  states: { ok: '정상', off: '꺼짐', failed: '문제 있음' },
  parts: {
    database: ['데이터베이스', '모든 기록이 저장되는 곳'],
    cache: ['캐시', '여러 대로 운영할 때 재생 상태를 나누는 곳. 한 대에서는 꺼져 있어도 됩니다'],
    storage: ['파일 저장소', '영상과 과제 파일이 저장되는 곳'],
    signing: ['영상 주소 서명', '허락된 사람만 영상을 열 수 있는지 시험합니다'],
    runner: ['영상 변환기', '올린 영상을 볼 수 있게 바꾸는 프로그램'],
  } as Record<string, [name: string, what: string]>,
};

const en: typeof ko = {
  title: 'System status',
  lead: 'Checks right now whether everything that lessons need is ready.',
  checkedAt: (time) => `Checked at ${time}`,
  again: 'Check again',
  allGood: 'Everything is ready',
  allGoodHint: 'You can now add people and lectures.',
  problems: (count) => (count === 1 ? 'One part needs a look' : `${count} parts need a look`),
  states: { ok: 'Working', off: 'Off', failed: 'Failing' },
  parts: {
    database: ['Database', 'Keeps all records'],
    cache: ['Cache', 'Shares playback state between several servers; may be off on a single one'],
    storage: ['File storage', 'Keeps videos and homework files'],
    signing: ['Signed video addresses', 'Tries whether only those who may can open a video'],
    runner: ['Video runner', 'Turns uploads into videos that can be watched'],
  },
};

export const useSystemWords = wordsHook({ ko, en });
