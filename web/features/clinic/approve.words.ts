import { plural, wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  reason: '이유',
  everyReason: '모든 이유',
  reasons: {
    AUTO_FAILED: '차시 미완료',
    AUTO_RISK: '시험·답안',
    MANUAL_REQUEST: '학생·학부모 요청',
    TEACHER_RECOMMEND: '강사 추천',
  },
  choose: (student: string, session: string) => `${student} · ${session} 고르기`,
  page: '이 쪽 모두 고르기',
  all: (count: number, most: number) =>
    count > most ? `조건에 맞는 ${count}건 중 ${most}건 고르기` : `조건에 맞는 ${count}건 모두 고르기`,
  chosen: (count: number) => `${count}건 고름`,
  none: '선택 해제',
  approve: (count: number) => `${count}건 승인`,
  title: '여러 클리닉 승인',
  whom: (students: number, links: number) => `학생 ${students}명의 클리닉 ${links}건을 승인합니다.`,
  meaning:
    '승인하면 학생과 학부모 화면에 보이고 시간을 예약할 수 있습니다. 메시지는 가지 않습니다. 알리려면 학생을 열어 하나씩 보내세요.',
  leftOut: (count: number) => `${count}건은 이미 확인했거나 해결되어 빠집니다.`,
  nobody: '승인할 클리닉이 없습니다. 이미 확인했거나 해결되었습니다.',
  who: '승인할 학생',
  done: (count: number) => `클리닉 ${count}건을 승인했습니다.`,
  last: (when: string, who: string, count: number) => `${when} ${who} 님이 ${count}건을 승인했습니다.`,
  undo: '승인 되돌리기',
  undone: (reopened: number, kept: number) =>
    kept > 0 ? `${reopened}건을 되돌렸고 ${kept}건은 그대로 두었습니다.` : `${reopened}건을 되돌렸습니다.`,
};

const links = (count: number) => plural(count, 'clinic', 'clinics');

const en: typeof ko = {
  reason: 'Reason',
  everyReason: 'Every reason',
  reasons: {
    AUTO_FAILED: 'Session incomplete',
    AUTO_RISK: 'Exams and answers',
    MANUAL_REQUEST: 'Asked for by the family',
    TEACHER_RECOMMEND: 'Recommended by a teacher',
  },
  choose: (student, session) => `Choose ${student}, ${session}`,
  page: 'Choose all on this page',
  all: (count, most) =>
    count > most ? `Choose ${most} of the ${count} that match` : `Choose all ${count} that match`,
  chosen: (count) => `${count} chosen`,
  none: 'Choose none',
  approve: (count) => `Approve ${count}`,
  title: 'Approve many clinics',
  whom: (students, count) => `Approves ${links(count)} of ${plural(students, 'student', 'students')}.`,
  meaning:
    'Students and parents see what is approved and can book a time. No message is sent; to tell a family, open the student.',
  leftOut: (count) => `${links(count)} left out: looked at or solved already.`,
  nobody: 'There is nothing to approve: all of it was looked at or solved already.',
  who: 'Students to approve',
  done: (count) => `${links(count)} approved.`,
  last: (when, who, count) => `${who} approved ${links(count)} on ${when}.`,
  undo: 'Undo the approval',
  undone: (reopened, kept) =>
    kept > 0 ? `${links(reopened)} taken back, ${kept} left as they are.` : `${links(reopened)} taken back.`,
};

export const useApproveWords = wordsHook({ ko, en });
