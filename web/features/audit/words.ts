import { plural, wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  title: '감사 로그',
  lead: '누가 언제 무엇을 바꿨는지 모두 남습니다. 고치거나 지울 수 없습니다.',
  verify: '감사 로그 검증',
  verified: (count: number) => `정상입니다. ${count.toLocaleString('ko')}건을 모두 확인했습니다.`,
  broken: '기록이 쓰인 그대로가 아닙니다',
  problems: {
    edited: (seq: number) => `${seq}번 기록의 내용이 바뀌었습니다`,
    removed: (seq: number, to: number) =>
      seq === to ? `${seq}번 기록이 지워졌습니다` : `${seq}번부터 ${to}번까지 지워졌습니다`,
    moved: (seq: number, from: number) => `${seq}번 기록은 원래 ${from}번이었습니다`,
    added: (seq: number) => `${seq}번 기록은 시스템이 쓰지 않았습니다`,
  },
  area: '분야',
  everything: '전체',
  from: '시작일',
  to: '종료일',
  none: '기록이 없습니다',
  noneHint: '조건을 바꿔 보세요. 아무것도 바뀌지 않았다면 기록도 없습니다.',
  older: '이전 기록 더 보기',
  noDetails: '바뀐 값이 기록되지 않은 일입니다.',
  before: '이전',
  after: '이후',
  field: '항목',
  request: (id: string) => `요청 번호 ${id}`,
  system: '시스템',
  did: (area: string, verb: string) => `${area} ${verb}`,
};

const en: typeof ko = {
  title: 'Audit log',
  lead: 'Who changed what, and when. Entries cannot be edited or deleted.',
  verify: 'Verify the log',
  verified: (count) => `It is intact: ${plural(count, 'entry', 'entries')} checked.`,
  broken: 'The log is not as it was written',
  problems: {
    edited: (seq) => `The content of entry ${seq} was changed`,
    removed: (seq, to) => (seq === to ? `Entry ${seq} was removed` : `Entries ${seq} to ${to} were removed`),
    moved: (seq, from) => `Entry ${seq} was written as entry ${from}`,
    added: (seq) => `Entry ${seq} was not written by the system`,
  },
  area: 'Area',
  everything: 'Everything',
  from: 'From',
  to: 'To',
  none: 'No entries',
  noneHint: 'Try other filters. Where nothing was changed there is nothing to see.',
  older: 'Show older entries',
  noDetails: 'No values are recorded for this.',
  before: 'Before',
  after: 'After',
  field: 'Field',
  request: (id) => `Request ${id}`,
  system: 'System',
  did: (area, verb) => `${area}: ${verb}`,
};

export const useAuditWords = wordsHook({ ko, en });
