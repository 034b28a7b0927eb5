import { plural, wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  title: '학원 설정',
  lead: '모든 강의와 영상에 적용됩니다.',
  saved: '저장했습니다',
  fill: '입력해 주세요',
  range: (from: number, to: number) => `${from}에서 ${to} 사이의 숫자를 입력해 주세요`,
  academy: {
    title: '학원',
    lead: '화면과 보호자에게 가는 메시지에 쓰는 이름입니다.',
    name: '학원 이름',
    locale: '기본 언어',
    localeHint: '키오스크, 그리고 언어를 고르지 않은 계정의 언어입니다.',
    code: '학원 코드',
    codeHint: '로그인할 때 쓰며 바꿀 수 없습니다.',
    timezone: '시간대',
  },
  attendance: {
    title: '출석',
    lead: '키오스크에서 번호를 누른 시각으로 현장과 지각을 나눕니다. 손으로 표시한 출석은 바뀌지 않습니다.',
    late: '지각으로 보는 시각',
    lateUnit: '수업 시작 뒤 몇 분이 지나면',
    lateExample: (minutes: number) =>
      `18:00 수업이면 18:${String(minutes).padStart(2, '0')}까지는 현장, 그 뒤는 지각입니다.`,
    lateLong: (minutes: number) => `수업 시작 뒤 ${minutes}분까지는 현장, 그 뒤는 지각입니다.`,
  },
  video: {
    title: '영상 시청',
    lead: '지금 보고 있는 학생에게는 몇 초 안에 적용됩니다.',
    sessions: '한 학생이 동시에 볼 수 있는 영상 수',
    sessionsHint: '1이면 다른 영상을 틀 때 ‘여기서 계속 보기’를 눌러야 합니다.',
    devices: '한 학생이 동시에 쓸 수 있는 기기 수',
    devicesHint: '집의 컴퓨터와 휴대폰처럼, 같은 때에 재생 중인 기기만 셉니다.',
    once: '‘영상’ 출석은 처음 볼 때 건너뛰지 못하게 하기',
    onceHint:
      '출석이 ‘영상’인 학생은 영상마다 정한 규칙과 관계없이, 처음 끝까지 볼 때까지 앞으로 건너뛸 수 없습니다.',
    even: '강의 소리 크기를 고르게 맞추기',
    evenHint: '앞으로 변환하는 영상부터 작게 녹음된 강의도 다른 강의와 같은 크기로 들립니다(EBU R128).',
  },
  enforcement: {
    title: '시청 규칙 위반',
    lead: '건너뛰기나 배속처럼 막아 둔 일을 한 영상에서 되풀이하면 차례로 알리고, 멈추고, 중단합니다.',
    order: '앞 단계의 횟수보다 작을 수 없습니다',
    warn_at: '알림까지의 위반 횟수',
    pause_at: '일시 정지까지의 위반 횟수',
    revoke_at: '중단까지의 위반 횟수',
    revoke_percent: '중단까지의 위반 비율(%)',
    revoke_ratio_from: '비율을 따지기 시작하는 기록 수',
    hints: {
      warn_at: '학생의 화면에 규칙을 알려 줍니다.',
      pause_at: '학생이 확인을 눌러야 이어집니다.',
      revoke_at: '일시 정지를 확인한 뒤에도 되풀이하면 시청을 중단합니다. 학생은 이의를 제기할 수 있습니다.',
      revoke_percent: '횟수가 적어도 기록 가운데 위반이 이만큼이면 중단합니다.',
      revoke_ratio_from: '기록이 이보다 적으면 비율은 보지 않습니다.',
    },
  },
};

const en: typeof ko = {
  title: 'Settings',
  lead: 'They hold for every lecture and video.',
  saved: 'Saved',
  fill: 'Please fill this in',
  range: (from, to) => `Enter a number from ${from} to ${to}`,
  academy: {
    title: 'Academy',
    lead: 'The name that screens and messages to families use.',
    name: 'Name of the academy',
    locale: 'Language',
    localeHint: 'Of the kiosks, and of accounts that have not chosen one.',
    code: 'Academy code',
    codeHint: 'Everybody signs in with it; it never changes.',
    timezone: 'Time zone',
  },
  attendance: {
    title: 'Attendance',
    lead: 'The kiosk tells present from late by the time of the entry. Marks made by hand stay.',
    late: 'Late after',
    lateUnit: 'Minutes after the start of the class',
    lateExample: (minutes) =>
      `A class at 18:00: present until 18:${String(minutes).padStart(2, '0')}, then late.`,
    lateLong: (minutes) =>
      `Present until ${plural(minutes, 'minute', 'minutes')} after the start, then late.`,
  },
  video: {
    title: 'Videos',
    lead: 'Students who watch right now get it within seconds.',
    sessions: 'Videos that one student may watch at the same time',
    sessionsHint: 'With 1, starting another one asks to go on here instead.',
    devices: 'Devices that one student may use at the same time',
    devicesHint: 'Only devices that play at that moment count, such as a computer and a phone at home.',
    once: 'No skipping the first time for who attends by video',
    onceHint:
      'Students marked “Video” cannot skip ahead until they have watched to the end once, whatever the video allows.',
    even: 'Make lectures equally loud',
    evenHint:
      'Videos converted from now on are as loud as others, however quietly they were recorded (EBU R128).',
  },
  enforcement: {
    title: 'Breaking the rules of a video',
    lead: 'Who keeps doing in one video what it does not allow is told, then paused, then stopped.',
    order: 'Must not be less than the step before',
    warn_at: 'Violations until the student is told',
    pause_at: 'Violations until it is paused',
    revoke_at: 'Violations until it is stopped',
    revoke_percent: 'Share of violations that stops it (%)',
    revoke_ratio_from: 'Records from which the share counts',
    hints: {
      warn_at: 'The screen of the student says what the rule is.',
      pause_at: 'It goes on once the student has confirmed.',
      revoke_at: 'Stopped if it goes on after a pause that was confirmed. The student can object.',
      revoke_percent: 'With fewer violations, too, when they are this share of all records.',
      revoke_ratio_from: 'With fewer records the share is not looked at.',
    },
  },
};

export const useSettingsWords = wordsHook({ ko, en });
