import { plural, wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  title: '복습 예측',
  lead: '문제가 언제 다시 나올지를 학원과 과목, 그리고 1,000번 넘게 푼 학생 각자의 답에 맞춥니다. 나중 답을 더 잘 맞힐 때만 바꾸고, 매일 밤 다시 봅니다.',
  own: (count: number) => `맞춘 설정 ${count}개를 쓰고 있습니다`,
  whose: (student: string | null, subject: string | null) => {
    if (student !== null) return student;
    if (subject === null) return '학원 전체';
    return subject === '' ? '과목 없음' : subject;
  },
  standard: '기본 설정(FSRS)을 쓰고 있습니다',
  paused: (whose: string) => `되돌려서 밤에 맞추지 않는 대상: ${whose}. 지금 맞추면 다시 시작합니다.`,
  reviews: (count: number) => `지금까지 푼 기록 ${count.toLocaleString('ko')}건`,
  tooFew: (needed: number) => `${needed.toLocaleString('ko')}건부터 맞출 수 있습니다.`,
  fit: '지금 맞추기',
  fitting: '맞추고 있습니다. 끝나면 아래에 나옵니다.',
  revert: '이전 설정으로',
  revertTitle: (whose: string) => `${whose}: 이전 설정으로 되돌릴까요?`,
  revertLoses: ['지금 설정으로 정한 복습 날짜'],
  reverted: '이전 설정으로 되돌렸습니다',
  none: '아직 맞춘 적이 없습니다',
  noneHint: '푼 기록이 모이면 밤에 저절로 맞춥니다.',
  columns: {
    at: '맞춘 때',
    whose: '대상',
    state: '결과',
    answers: '배움 / 시험',
    loss: '예측 오차',
    before: '쓰던 설정',
    standard: '기본 설정',
    gain: '나아짐',
  },
  states: { adopted: '채택', rejected: '채택 안 함', reverted: '되돌림' },
  inUse: '사용 중',
  lossHint:
    '예측 오차는 나중 답 하나에 대한 로그 손실입니다. 작을수록 잘 맞힙니다. 나아짐이 ± 표준오차의 두 배를 넘으면 채택합니다.',
};

const en: typeof ko = {
  title: 'Recall',
  lead: 'When a question comes back is fitted to the answers of the academy, of each subject, and of each student with more than 1,000. It changes only when it predicts later answers better, and is looked at again each night.',
  own: (count) => `${plural(count, 'fitted setting is', 'fitted settings are')} in use`,
  whose: (student, subject) => {
    if (student !== null) return student;
    if (subject === null) return 'Whole academy';
    return subject === '' ? 'No subject' : subject;
  },
  standard: 'The standard settings (FSRS) are in use',
  paused: (whose) => `Switched back and not fitted at night: ${whose}. Fitting now begins again.`,
  reviews: (count) => `${plural(count, 'answer', 'answers')} so far`,
  tooFew: (needed) => `It takes ${needed.toLocaleString('en')} to fit anything.`,
  fit: 'Fit now',
  fitting: 'Fitting. It appears below when it is done.',
  revert: 'Switch back',
  revertTitle: (whose) => `${whose}: go back to the settings before?`,
  revertLoses: ['The review dates that these settings gave'],
  reverted: 'Switched back',
  none: 'Nothing was fitted yet',
  noneHint: 'Once there are enough answers it happens by itself at night.',
  columns: {
    at: 'Fitted',
    whose: 'Fitted to',
    state: 'Outcome',
    answers: 'Learned / tried',
    loss: 'Error',
    before: 'In use then',
    standard: 'Standard',
    gain: 'Gain',
  },
  states: { adopted: 'Adopted', rejected: 'Not adopted', reverted: 'Switched back' },
  inUse: 'in use',
  lossHint:
    'The error is the log loss for each later answer; less is better. A gain of more than twice its standard error (±) is adopted.',
};

export const useFitWords = wordsHook({ ko, en });
