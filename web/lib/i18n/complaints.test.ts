import { AcademyCode, LoginId, Phone } from '@seodang/contract/identity.ts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { complaintInKorean } from './complaints.ko.ts';

const complaint = (schema: z.ZodType, value: unknown) =>
  complaintInKorean(schema.safeParse(value).error?.issues[0]?.message ?? 'no complaint');

test('what the schemas complain about can be read in Korean', () => {
  expect(complaint(z.string(), undefined)).toBe('입력해 주세요');
  expect(complaint(z.string().min(1), '')).toBe('입력해 주세요');
  expect(complaint(z.string().min(10), 'short')).toBe('10자 이상 입력해 주세요');
  expect(complaint(z.string().max(3), 'longer')).toBe('3자까지 쓸 수 있습니다');
  expect(complaint(z.int().max(100), 101)).toBe('100 이하여야 합니다');
  expect(complaint(z.int().positive(), 0)).toBe('0보다 커야 합니다');
  expect(complaint(z.number(), 'x')).toBe('숫자를 입력해 주세요');
  expect(complaint(z.email(), 'x')).toBe('이메일 주소가 아닙니다');
  expect(complaint(z.iso.date(), 'x')).toBe('날짜를 확인해 주세요');
  expect(complaint(z.array(z.int()).min(1), [])).toBe('1개 이상 골라 주세요');
  expect(complaint(z.enum(['a', 'b']), 'c')).toBe('고를 수 없는 값입니다');
});

test('the contract has words of its own, and they are known too', () => {
  expect(complaint(Phone, '12345678x')).toBe('전화번호가 아닙니다');
  expect(complaint(AcademyCode, 'a')).toMatch(/^영문 소문자/);
  expect(complaint(LoginId, 'kim lee')).toBe('빈칸 없이 입력해 주세요');
});
