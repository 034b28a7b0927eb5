import type { Random } from './random.ts';

export const demoAcademy = { code: 'demo', name: '서당 데모 학원' };

export const demoStaff = [
  { login_id: 'owner', role: 'owner', name: '한지원' },
  { login_id: 'admin', role: 'admin', name: '오세라' },
  { login_id: 'teacher', role: 'teacher', name: '정하늘' },
  { login_id: 'teacher2', role: 'teacher', name: '남궁민서' },
  { login_id: 'assistant', role: 'assistant', name: '윤다온' },
] as const;

type Lesson = { title: string; slides: readonly string[] };
export type DemoLecture = {
  title: string;
  subject: string;
  grade: string;
  term: string;
  teacher: (typeof demoStaff)[number]['login_id'];
  room: string;
  schedule: readonly { weekday: number; starts_at: string; ends_at: string }[];
  lessons: readonly Lesson[];
};

const lesson = (title: string, ...slides: string[]): Lesson => ({ title, slides });

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
      lesson('집합의 뜻과 표현', '집합과 원소', '원소나열법과 조건제시법', '벤 다이어그램'),
      lesson('부분집합', '포함 관계', '부분집합의 개수', '진부분집합'),
      lesson('교집합과 합집합', '연산의 뜻', '원소의 개수', '서로소'),
      lesson('여집합과 차집합', '전체집합', '드모르간의 법칙', '문제 풀이'),
      lesson('명제와 조건', '명제', '조건과 진리집합', '부정'),
      lesson('명제의 역과 대우', '역', '대우', '귀류법'),
      lesson('절대부등식', '산술·기하평균', '코시-슈바르츠', '최솟값 구하기'),
      lesson('함수의 뜻', '정의역과 공역', '여러 가지 함수', '그래프'),
      lesson('합성함수', '합성의 뜻', '합성의 성질', '문제 풀이'),
      lesson('역함수', '일대일대응', '역함수 구하기', '그래프의 대칭'),
      lesson('유리함수', '유리식', '점근선', '평행이동'),
      lesson('무리함수', '무리식', '그래프', '최댓값과 최솟값'),
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
      lesson('주제 찾기', 'Topic sentence', '반복되는 말', '연습 지문'),
      lesson('제목 추론', '핵심어', '함축', '연습 지문'),
      lesson('빈칸 추론 1', '빈칸 앞뒤', '역접', '연습 지문'),
      lesson('빈칸 추론 2', '예시와 결론', '비유', '연습 지문'),
      lesson('글의 순서', '지시어', '연결어', '연습 지문'),
      lesson('문장 삽입', '논리의 틈', '대명사', '연습 지문'),
      lesson('요약문', '핵심 문장', '바꿔 말하기', '연습 지문'),
      lesson('어법 1', '수의 일치', '관계사', '연습 문제'),
      lesson('어법 2', '분사', '가정법', '연습 문제'),
      lesson('어휘', '문맥 속 의미', '반의어', '연습 문제'),
      lesson('장문 독해', '단락의 흐름', '시간 배분', '실전 지문'),
      lesson('실전 모의', '시간 재기', '채점', '오답 정리'),
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
      lesson('물질의 규칙성', '원소와 주기율', '화학 결합', '정리'),
      lesson('자연의 구성 물질', '지각과 생명체', '규산염 광물', '정리'),
      lesson('중력과 운동', '자유 낙하', '수평으로 던진 물체', '실험'),
      lesson('충돌과 안전', '운동량', '충격량', '실험'),
      lesson('지구 시스템', '구성 요소', '상호 작용', '정리'),
      lesson('판 구조론', '판의 경계', '지진과 화산', '정리'),
      lesson('세포', '세포막', '물질대사와 효소', '실험'),
      lesson('유전 정보', 'DNA', '전사와 번역', '정리'),
      lesson('산화와 환원', '전자의 이동', '우리 생활', '실험'),
      lesson('산과 염기', '지시약', '중화 반응', '실험'),
      lesson('생물 다양성', '변이와 자연 선택', '보전', '정리'),
      lesson('에너지 전환', '전자기 유도', '재생 에너지', '정리'),
    ],
  },
];

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

/** Which sessions (by order, from 1) of each lecture have a video of how many seconds. */
export const demoVideos = [
  { lecture: 0, order: 6, seconds: 40 },
  { lecture: 0, order: 7, seconds: 45 },
  { lecture: 1, order: 7, seconds: 40 },
  { lecture: 2, order: 7, seconds: 40 },
] as const;
