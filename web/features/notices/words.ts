import { plural, wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  title: '보낸 메시지',
  lead: {
    log: '보호자에게 보낼 메시지입니다. 보내는 곳이 연결되지 않아 여기에만 남깁니다.',
    email: '보호자에게 이메일로 보낸 메시지입니다.',
    gateway: '보호자에게 알림톡·문자로 보낸 메시지입니다.',
  },
  none: '보낸 메시지가 없습니다',
  noneHint: '출석, 지각, 오늘 결석을 표시하면 여기에 나옵니다.',
  noneFound: '조건에 맞는 메시지가 없습니다',
  noneWrong: '확인할 메시지가 없습니다',
  noneWrongHint: '모두 제대로 보냈습니다.',
  showAll: '전체 보기',
  filter: {
    all: '전체',
    search: '학생, 번호, 내용 찾기',
    channel: '모든 방법',
    channels: { message: '메시지', push: '브라우저 알림' },
    kind: '모든 종류',
    kinds: { safety: '출결·안전', study: '학습', marketing: '홍보·행사' },
  },
  columns: { text: '내용', recipient: '받는 곳', status: '상태', when: '때', student: '학생' },
  statuses: {
    queued: '대기',
    sending: '보내는 중',
    sent: '보냄',
    failed: '실패',
    unsure: '확인 필요',
    withdrawn: '보내지 않음',
  },
  waits: { quiet_hours: '아침까지 대기', budget: '예산 대기' },
  reasons: {
    changed: '그 사이 바뀐 내용',
    past: '지난 날의 소식',
    refused: '받지 않기로 함',
    gone: '받는 곳 없음',
  },
  push: '브라우저 알림',
  unsureHint: '보내는 중에 서버가 멈춰 도착했는지 알 수 없습니다. 확인한 뒤 다시 보내세요.',
  again: '다시 보내기',
  close: '링크 닫기',
  closed: '링크 닫힘',
  opened: '링크 열어 봄',
  closeTitle: '이 메시지의 링크를 닫을까요?',
  closeLoses: ['받은 사람이 링크로 자녀의 페이지를 볼 수 없게 됩니다'],
  used: (today: number, month: number) =>
    `오늘 ${today.toLocaleString()}건 · 이번 달 ${month.toLocaleString()}건`,
  ofBudget: (budget: number) => `(하루 ${budget}건까지)`,
  budgetOut: (count: number) =>
    `예산을 다 써서 메시지 ${count}건이 기다립니다. 안전 알림은 계속 보냅니다. 예산을 올리면 바로 보냅니다.`,
  morning: (count: number) => `조용한 시간이라 ${count}건이 아침까지 기다립니다.`,
  wrong: {
    unsure: (count: number) => `확인이 필요한 메시지 ${count}건`,
    failed: (count: number) => `보내지 못한 메시지 ${count}건`,
  },
  toSettings: '알림 설정',
};

const en: typeof ko = {
  title: 'Messages sent',
  lead: {
    log: 'Messages to families. No carrier is connected, so they are only kept here.',
    email: 'Messages to families, by e-mail.',
    gateway: 'Messages to families, by Alimtalk or SMS.',
  },
  none: 'No messages yet',
  noneHint: 'Mark somebody present, late or absent today, and the message appears here.',
  noneFound: 'No message matches',
  noneWrong: 'Nothing needs a look',
  noneWrongHint: 'Everything went out as it should.',
  showAll: 'Show all',
  filter: {
    all: 'All',
    search: 'Student, number or text',
    channel: 'Any way',
    channels: { message: 'Message', push: 'Browser' },
    kind: 'Any kind',
    kinds: { safety: 'Attendance and safety', study: 'Studies', marketing: 'Events and offers' },
  },
  columns: { text: 'Text', recipient: 'To', status: 'State', when: 'When', student: 'Student' },
  statuses: {
    queued: 'Waiting',
    sending: 'Being sent',
    sent: 'Sent',
    failed: 'Failed',
    unsure: 'To be checked',
    withdrawn: 'Not sent',
  },
  waits: { quiet_hours: 'Waits for morning', budget: 'Waits for the budget' },
  reasons: {
    changed: 'Changed meanwhile',
    past: 'News of a past day',
    refused: 'Not wanted',
    gone: 'Nobody there',
  },
  push: 'Browser',
  unsureHint:
    'The server stopped while sending, so nobody knows whether it arrived. Check, then send it again.',
  again: 'Send again',
  close: 'Close link',
  closed: 'Link closed',
  opened: 'Link opened',
  closeTitle: 'Close the link in this message?',
  closeLoses: ['Whoever got it can no longer open the child’s page'],
  used: (today, month) => `${today.toLocaleString()} today · ${month.toLocaleString()} this month`,
  ofBudget: (budget) => `(up to ${budget} a day)`,
  budgetOut: (count) =>
    `The budget is used up: ${plural(count, 'message waits', 'messages wait')}. Safety is told all the same. With a larger budget they go out at once.`,
  morning: (count) => `${plural(count, 'message waits', 'messages wait')} for the end of the quiet hours.`,
  wrong: {
    unsure: (count) => `${plural(count, 'message', 'messages')} to be checked`,
    failed: (count) => `${plural(count, 'message', 'messages')} could not be sent`,
  },
  toSettings: 'Message settings',
};

export const useNoticeWords = wordsHook({ ko, en });
