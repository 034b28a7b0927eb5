import { wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  title: '보낸 메시지',
  lead: '보호자에게 보낸 알림톡입니다. 지금은 실제로 보내지 않고 여기에만 남깁니다.',
  none: '보낸 메시지가 없습니다',
  noneHint: '출석, 지각, 오늘 결석을 표시하면 여기에 나옵니다.',
  columns: { text: '내용', recipient: '받는 번호', status: '상태', when: '때', student: '학생' },
  statuses: { queued: '대기', sent: '보냄', failed: '실패', withdrawn: '보내지 않음' },
};

const en: typeof ko = {
  title: 'Messages sent',
  lead: 'Messages to families. Nothing really goes out for now: they are kept here.',
  none: 'No messages yet',
  noneHint: 'Mark somebody present, late or absent today, and the message appears here.',
  columns: { text: 'Text', recipient: 'To', status: 'State', when: 'When', student: 'Student' },
  statuses: { queued: 'Waiting', sent: 'Sent', failed: 'Failed', withdrawn: 'Not sent' },
};

export const useNoticeWords = wordsHook({ ko, en });
