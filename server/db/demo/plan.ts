import type { Random } from './random.ts';

export const demoAcademy = { code: 'demo', name: '서당 데모 학원' };

export const demoStaff = [
  { login_id: 'owner', role: 'owner', name: '한지원' },
  { login_id: 'admin', role: 'admin', name: '오세라' },
  { login_id: 'teacher', role: 'teacher', name: '정하늘' },
  { login_id: 'teacher2', role: 'teacher', name: '남궁민서' },
  { login_id: 'assistant', role: 'assistant', name: '윤다온' },
] as const;

export type DemoLecture = {
  title: string;
  subject: string;
  grade: string;
  term: string;
  teacher: (typeof demoStaff)[number]['login_id'];
  room: string;
  schedule: readonly { weekday: number; starts_at: string; ends_at: string }[];
  /** The titles of the sessions. */
  lessons: readonly string[];
};

/** Three lectures of twelve sessions each. */
export const demoLectures: readonly DemoLecture[] = [
  {
    title: '고1 수학 A',
    subject: '수학',
    grade: '고1',
    term: '2학기',
    teacher: 'teacher',
    room: '301호',
    schedule: [
      { weekday: 1, starts_at: '18:00', ends_at: '20:00' },
      { weekday: 3, starts_at: '18:00', ends_at: '20:00' },
    ],
    lessons: [
      '집합의 뜻과 표현',
      '부분집합',
      '교집합과 합집합',
      '여집합과 차집합',
      '명제와 조건',
      '명제의 역과 대우',
      '절대부등식',
      '함수의 뜻',
      '합성함수',
      '역함수',
      '유리함수',
      '무리함수',
    ],
  },
  {
    title: '고2 영어 독해',
    subject: '영어',
    grade: '고2',
    term: '2학기',
    teacher: 'teacher2',
    room: '205호',
    schedule: [
      { weekday: 2, starts_at: '19:00', ends_at: '21:00' },
      { weekday: 4, starts_at: '19:00', ends_at: '21:00' },
    ],
    lessons: [
      '주제 찾기',
      '제목 추론',
      '빈칸 추론 1',
      '빈칸 추론 2',
      '글의 순서',
      '문장 삽입',
      '요약문',
      '어법 1',
      '어법 2',
      '어휘',
      '장문 독해',
      '실전 모의',
    ],
  },
  {
    title: '통합과학 심화',
    subject: '과학',
    grade: '고1·고2',
    term: '2학기',
    teacher: 'teacher',
    room: '실험실',
    schedule: [{ weekday: 6, starts_at: '10:00', ends_at: '12:30' }],
    lessons: [
      '물질의 규칙성',
      '자연의 구성 물질',
      '중력과 운동',
      '충돌과 안전',
      '지구 시스템',
      '판 구조론',
      '세포',
      '유전 정보',
      '산화와 환원',
      '산과 염기',
      '생물 다양성',
      '에너지 전환',
    ],
  },
];

/** The lectures as they are taught when the demo begins on `today` (YYYY-MM-DD): that day has a class, whatever day it is. */
export function lecturesOn(today: string): DemoLecture[] {
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay() || 7;
  const isTaught = demoLectures.some(({ schedule }) =>
    schedule.some((meeting) => meeting.weekday === weekday),
  );
  return demoLectures.map((lecture) => {
    const [meeting, another] = lecture.schedule;
    const mayMove = meeting && !another && !isTaught;
    return mayMove ? { ...lecture, schedule: [{ ...meeting, weekday }] } : lecture;
  });
}

/** How many of the twelve sessions lie behind us on the first day. */
export const heldSessions = 7;

export type DemoMark = 'PRESENT' | 'LATE' | 'EARLY_LEAVE' | 'ONLINE' | 'ABSENT' | 'EXCUSED';

/** What a student of an ordinary class did; a few students are often away. */
export function demoMark(random: Random, isOftenAway: boolean): DemoMark {
  return random.weighted([
    ['PRESENT', isOftenAway ? 45 : 80],
    ['LATE', isOftenAway ? 12 : 5],
    ['EARLY_LEAVE', 1],
    ['ONLINE', isOftenAway ? 18 : 9],
    ['ABSENT', isOftenAway ? 22 : 3],
    ['EXCUSED', 2],
  ] as const);
}

/** The first day of a lecture, so that `heldSessions` of its meetings are over before `today` (YYYY-MM-DD). */
export function startOf(lecture: Pick<DemoLecture, 'schedule'>, today: string): string {
  const weekdays = new Set(lecture.schedule.map(({ weekday }) => weekday % 7));
  const day = new Date(`${today}T00:00:00Z`);
  for (let held = 0; held < heldSessions; ) {
    day.setUTCDate(day.getUTCDate() - 1);
    if (weekdays.has(day.getUTCDay())) held += 1;
  }
  return day.toISOString().slice(0, 10);
}
