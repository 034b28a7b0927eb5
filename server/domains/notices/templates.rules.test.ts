import { expect, test } from 'vitest';
import { hintOf, render } from './templates.rules.ts';

const story = {
  academy: '서당 학원',
  student_name: '김민준',
  lecture_title: '고1 수학 A',
  session_on: '2026-11-23',
  starts_at: '18:00:00',
  locale: 'ko',
};

test('every message names academy, student and class, in the academy’s language', () => {
  expect(render('arrival', story)).toBe(
    '[서당 학원] 김민준 학생이 11월 23일 18:00 고1 수학 A 수업에 출석했습니다.',
  );
  expect(render('absence', { ...story, starts_at: null })).toBe(
    '[서당 학원] 김민준 학생이 11월 23일 고1 수학 A 수업에 결석했습니다. 사정이 있으면 알려 주세요: {link}',
  );
  expect(render('late', { ...story, locale: 'en' })).toBe(
    '[서당 학원] 김민준 came late to class: 고1 수학 A, 2026-11-23, 18:00.',
  );
});

test('a phone number or an address is shown so that only its owner recognises it', () => {
  expect(hintOf('haneul.parent@example.com')).toBe('ha****@example.com');
  expect(hintOf('01012345678')).toBe('010-****-5678');
});
