import type { AttendanceStatus } from '@seodang/contract/attendance.ts';
import type { ChildLesson } from '@seodang/contract/parents.ts';

const statesKo: Record<AttendanceStatus, string> = {
  UNSET: '미정',
  PRESENT: '출석',
  LATE: '지각',
  EARLY_LEAVE: '조퇴',
  ONLINE: '영상',
  SUPPLEMENT: '보강',
  ABSENT: '결석',
  EXCUSED: '인정 결석',
  RAN_OFF: '무단 이탈',
  WITHDRAWN: '퇴원',
};
const statesEn: Record<AttendanceStatus, string> = {
  UNSET: 'not marked',
  PRESENT: 'present',
  LATE: 'late',
  EARLY_LEAVE: 'left early',
  ONLINE: 'by video',
  SUPPLEMENT: 'make-up',
  ABSENT: 'absent',
  EXCUSED: 'excused',
  RAN_OFF: 'ran off',
  WITHDRAWN: 'withdrawn',
};

type Result = ChildLesson['results'][number];
type Open = Pick<ChildLesson, 'video_state' | 'exam_state' | 'homework_state'>;
const isLeft = (state: Open['video_state']) => state === 'failed' || state === 'pending';

function leftOf(lesson: Open, [video, exam, homework]: readonly [string, string, string]): string {
  const parts = [
    isLeft(lesson.video_state) && video,
    lesson.exam_state === 'failed' && exam,
    isLeft(lesson.homework_state) && homework,
  ];
  return parts.filter(Boolean).join(', ');
}

const ko = {
  title: (name: string) => `${name} 주간 리포트`,
  attended: '출석',
  watched: '영상 시청',
  plays: '재생 횟수',
  minutes: (count: number) => `${count}분`,
  lessons: '이번 주 수업',
  none: '이번 주에는 수업이 없었습니다.',
  attendance: statesKo,
  video: (title: string, watched: number, of: number, plays: number, last: string | null) =>
    `영상 ${title}: ${of}분 중 ${watched}분 시청 (재생 ${plays}회${last ? `, 마지막 ${last}` : ''})`,
  result: ({ title, total_score, max_score, passed, retest_score }: Result) =>
    `시험 ${title}: ${total_score} / ${max_score} ${passed ? '통과' : '미통과'}` +
    (retest_score === null ? '' : `, 재시험 ${retest_score}점`),
  examWaits: '시험: 결과가 아직 공개되지 않았습니다',
  homework: (title: string, handedIn: boolean, late: boolean) =>
    `과제 ${title}: ${handedIn ? (late ? '늦게 제출' : '제출') : '미제출'}`,
  clinic: '클리닉',
  clinicStates: { open: '필요', approved: '승인', booked: '예약', done: '마침' },
  next: '다음 할 일',
  left: (lesson: Open) => leftOf(lesson, ['영상 보기', '시험 다시 보기', '과제 내기']),
  nothingLeft: '남은 일이 없습니다.',
  made: (at: string) => `시청 시간은 서버가 잰 실제 재생 구간이며 겹친 구간은 한 번만 셉니다. ${at} 기준`,
};

const en: typeof ko = {
  title: (name) => `Week of ${name}`,
  attended: 'Attended',
  watched: 'Video watched',
  plays: 'Plays',
  minutes: (count) => `${count} min`,
  lessons: 'Classes of the week',
  none: 'There were no classes this week.',
  attendance: statesEn,
  video: (title, watched, of, plays, last) =>
    `Video ${title}: ${watched} of ${of} min watched (${plays} plays${last ? `, last ${last}` : ''})`,
  result: ({ title, total_score, max_score, passed, retest_score }) =>
    `Exam ${title}: ${total_score} / ${max_score}, ${passed ? 'passed' : 'not passed'}` +
    (retest_score === null ? '' : `, re-test ${retest_score}`),
  examWaits: 'Exam: the results are not out yet',
  homework: (title, handedIn, late) =>
    `Homework ${title}: ${handedIn ? (late ? 'handed in late' : 'handed in') : 'missing'}`,
  clinic: 'Clinic',
  clinicStates: { open: 'needed', approved: 'approved', booked: 'booked', done: 'done' },
  next: 'What comes next',
  left: (lesson) => leftOf(lesson, ['watch the video', 'take the exam again', 'hand in the homework']),
  nothingLeft: 'Nothing is left to do.',
  made: (at) =>
    `Minutes are what was really played, measured by the server, each part counted once. As of ${at}`,
};

/** The texts of a printed report. */
export function pdfWords(locale: string): typeof ko {
  return locale === 'en' ? en : ko;
}
