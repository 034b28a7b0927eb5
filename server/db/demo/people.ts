import type { Random } from './random.ts';

const surnames = [
  ['김', 21],
  ['이', 15],
  ['박', 8],
  ['최', 5],
  ['정', 5],
  ['강', 2],
  ['조', 2],
  ['윤', 2],
  ['장', 2],
  ['임', 2],
  ['한', 2],
  ['오', 2],
  ['서', 2],
  ['신', 2],
  ['권', 1],
  ['황보', 0.5],
  ['남궁', 0.5],
] as const;
const given = [
  ...[
    '서연',
    '민준',
    '지우',
    '하준',
    '서윤',
    '도윤',
    '지민',
    '시우',
    '수아',
    '예준',
    '하은',
    '주원',
    '지아',
    '은우',
  ],
  ...[
    '채원',
    '유준',
    '다은',
    '건우',
    '소율',
    '현우',
    '예린',
    '선우',
    '나윤',
    '우진',
    '가은',
    '연우',
    '시은',
    '정우',
  ],
  ...[
    '아린',
    '승우',
    '윤서',
    '준서',
    '하린',
    '지훈',
    '유나',
    '태민',
    '서아',
    '민재',
    '예나',
    '한결',
    '온유',
    '라온',
  ],
];
const schools = [
  '한빛고등학교',
  '새롬고등학교',
  '가온고등학교',
  '늘푸른여자고등학교',
  '은하중학교',
  '다솜고등학교',
];

export type DemoStudent = {
  name: string;
  phone: string | null;
  parent_phone: string;
  school: string;
  grade: string;
  lectures: readonly number[];
};

/** Sixty students of two grades in families: every sixth has a brother or sister here, a few have no phone. */
export function demoStudents(random: Random, count: number): DemoStudent[] {
  const names = new Set<string>();
  const students: DemoStudent[] = [];
  for (let i = 0; i < count; i += 1) {
    const sibling = i % 6 === 5 ? students[i - 1] : undefined;
    const grade = sibling ? '고2' : i < count * 0.6 ? '고1' : '고2';
    students.push({
      name: freshName(random, names, sibling),
      phone: i % 15 === 14 ? null : phoneOf(2_000_000 + i * 137),
      parent_phone: sibling?.parent_phone ?? phoneOf(7_000_000 + i * 211),
      school: random.pick(schools),
      grade,
      lectures: lecturesOf(random, grade),
    });
  }
  return students;
}

function freshName(random: Random, taken: Set<string>, sibling: DemoStudent | undefined): string {
  for (;;) {
    const surname = sibling ? surnameOf(sibling.name) : random.weighted(surnames);
    const name = surname + random.pick(given);
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

function surnameOf(name: string): string {
  return surnames.map(([surname]) => surname).find((surname) => name.startsWith(surname)) ?? name.slice(0, 1);
}

/** Numbers that no network gives out: 010-0…, so that a demo never calls anybody. */
function phoneOf(number: number): string {
  return `0100${number}`;
}

function lecturesOf(random: Random, grade: string): number[] {
  const own = grade === '고1' ? 0 : 1;
  return random.next() < 0.35 ? [own, 2] : [own];
}
