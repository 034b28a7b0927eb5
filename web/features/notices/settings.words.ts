import { wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  title: '메시지',
  lead: '보호자에게 보내는 메시지의 방법, 시간, 예산입니다.',
  provider: '보내는 방법',
  providerHint: '바꾸면 다음 메시지부터 그 방법으로 보냅니다.',
  onlyLog: '서버 관리자가 이메일이나 알림톡을 연결하면 고를 수 있습니다.',
  providers: { log: '보내지 않고 남기기만', email: '이메일', gateway: '알림톡·문자' },
  quiet: '조용한 시간 두기',
  quietHint: '이 시간에는 출결·안전 알림만 보내고 나머지는 끝난 뒤에 보냅니다.',
  from: '시작',
  until: '끝',
  budgetDay: '하루 예산 (건)',
  budgetMonth: '한 달 예산 (건)',
  budgetHint: '비워 두면 제한이 없습니다. 다 쓰면 안전 알림만 보내고 나머지는 다음 날을 기다립니다.',
  number: '0부터 1,000,000까지의 수를 적어 주세요.',
  saved: '저장했습니다',
};

const en: typeof ko = {
  title: 'Messages',
  lead: 'How messages reach families, when, and how many.',
  provider: 'Carrier',
  providerHint: 'Holds for messages from now on.',
  onlyLog: 'Once the operator connects e-mail or a gateway, it can be chosen here.',
  providers: { log: 'Keep them only', email: 'E-mail', gateway: 'Alimtalk or SMS' },
  quiet: 'Quiet hours',
  quietHint: 'Only attendance and safety is told in these hours; the rest follows afterwards.',
  from: 'From',
  until: 'Until',
  budgetDay: 'Messages a day',
  budgetMonth: 'Messages a month',
  budgetHint:
    'Empty means no limit. When it is used up only safety is told; the rest waits for the next day.',
  number: 'Please write a number from 0 to 1,000,000.',
  saved: 'Saved',
};

export const useNoticeSettingsWords = wordsHook({ ko, en });
