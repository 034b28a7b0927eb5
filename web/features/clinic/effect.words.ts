import { plural, wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  lead: '해결된 클리닉을 원인과 강사별로 모았습니다.',
  cause: '원인',
  teacher: '강사',
  noTeacher: '강사 없이',
  closed: '해결',
  reopened: '다시 열림',
  points: '점수 변화',
  pointsOf: (points: number) => `${points > 0 ? '+' : ''}${points}점`,
  hours: '해결까지',
  hoursOf: (hours: number) =>
    hours < 48 ? `${Math.max(1, Math.round(hours))}시간` : `${Math.round(hours / 24)}일`,
  count: (count: number) => `${count}건`,
  none: '아직 해결된 클리닉이 없습니다',
  noneHint: '재시험에 통과하거나 차시를 마치면 여기에 쌓입니다.',
};

const en: typeof ko = {
  lead: 'Clinics that were solved, by cause and teacher.',
  cause: 'Cause',
  teacher: 'Teacher',
  noTeacher: 'No teacher',
  closed: 'Solved',
  reopened: 'Open again',
  points: 'Points',
  pointsOf: (points) => `${points > 0 ? '+' : ''}${points}`,
  hours: 'Time to solve',
  hoursOf: (hours) =>
    hours < 48
      ? plural(Math.max(1, Math.round(hours)), 'hour', 'hours')
      : plural(Math.round(hours / 24), 'day', 'days'),
  count: (count) => String(count),
  none: 'No clinic was solved yet',
  noneHint: 'Once a re-test is passed or a session finished, it shows here.',
};

export const useEffectWords = wordsHook({ ko, en });
