import { wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  lead: '도움이 필요한 내용을 확인하고 시간을 예약하세요.',
  none: '예약할 클리닉이 없습니다',
  noneHint: '강사가 클리닉을 정해 주면 여기에서 시간을 고를 수 있습니다.',
  booked: (when: string) => `${when}에 만나요`,
  missed: '지난 예약에 오지 못했어요. 다른 시간을 골라 주세요.',
  attended: '클리닉에 다녀왔어요. 재시험을 기다리고 있어요.',
  waiting: '강사가 확인하고 있어요.',
  solved: '해결되었어요',
  choose: '시간 고르기',
  cancel: '예약 취소',
  cancelTitle: '예약을 취소할까요?',
  past: '지난 클리닉',
  ask: '클리닉 요청',
  askHint: '어려운 차시를 골라 도움을 요청하세요.',
  askWhich: '차시',
  askMemo: '무엇이 어려운가요?',
  asked: '요청했습니다. 강사가 확인하면 시간을 고를 수 있습니다.',
  send: '요청하기',
};

const en: typeof ko = {
  lead: 'See what needs help, and book a time.',
  none: 'No clinic to book',
  noneHint: 'Once your teacher arranges a clinic, you can choose a time here.',
  booked: (when) => `See you on ${when}`,
  missed: 'You missed the last one. Please choose another time.',
  attended: 'You came to the clinic. The re-test is next.',
  waiting: 'Your teacher is looking at it.',
  solved: 'Solved',
  choose: 'Choose a time',
  cancel: 'Cancel booking',
  cancelTitle: 'Cancel the booking?',
  past: 'Past clinics',
  ask: 'Ask for a clinic',
  askHint: 'Choose a session that is hard and ask for help.',
  askWhich: 'Session',
  askMemo: 'What is hard?',
  asked: 'Asked. Once your teacher has looked, you can choose a time.',
  send: 'Ask',
};

export const useOwnClinicWords = wordsHook({ ko, en });
