import { expect, test } from 'vitest';
import { sentenceOf } from './sentence.rules.ts';
import { ko } from './sentence.texts.ts';

const cell = {
  ...({ state: 'several_left', attendance_status: 'ONLINE', video_progress_rate: 84 } as const),
  ...({ video_state: 'pending', exam_state: 'passed', homework_state: 'pending' } as const),
  is_overridden: false,
  codes: ['VIDEO_INCOMPLETE' as const, 'HOMEWORK_NOT_APPROVED' as const],
};

test('a cell says in one sentence what is there and what is left', () => {
  expect(sentenceOf(ko, cell, 90)).toBe('미완료: 영상 84% (기준 90%), 시험 통과, 과제 검토 중');
  expect(sentenceOf(ko, { ...cell, codes: ['HOMEWORK_MISSING'] }, 90)).toContain('과제 미제출');
  expect(
    sentenceOf(
      ko,
      {
        ...cell,
        state: 'complete',
        attendance_status: 'PRESENT',
        video_state: 'passed',
        exam_state: 'excused',
      },
      90,
    ),
  ).toBe('완료: 출석, 시험 면제, 과제 검토 중');
});

test('what is not asked is not told, and a teacher’s word is told as such', () => {
  const bare = {
    video_state: 'not_required',
    exam_state: 'not_required',
    homework_state: 'not_required',
  } as const;
  expect(sentenceOf(ko, { ...cell, ...bare, state: 'complete' }, 90)).toBe('완료');
  expect(sentenceOf(ko, { ...cell, ...bare, state: 'failed', is_overridden: true }, 90)).toBe(
    '미완료: 강사가 정함',
  );
  expect(sentenceOf(ko, { ...cell, state: 'none' }, 90)).toBeUndefined();
});
