import type { Output } from '@seodang/contract/call.ts';
import type { getExam } from '@seodang/contract/exams.ts';

type Exam = Pick<
  Output<typeof getExam>,
  'closes_at' | 'time_limit_minutes' | 'attempts_allowed' | 'own_extensions'
>;

/** What holds for one student: how many minutes, until when, how often, with what they were given beyond the exam. */
export function termsOf(exam: Exam, enrollment_id: number) {
  const given = exam.own_extensions.find((one) => one.enrollment_id === enrollment_id);
  const { time_limit_minutes } = exam;
  return {
    minutes: time_limit_minutes === null ? null : time_limit_minutes + (given?.extra_minutes ?? 0),
    closes_at: given?.closes_at ?? exam.closes_at,
    attempts: exam.attempts_allowed + (given?.extra_attempts ?? 0),
    isExtended: given?.closes_at != null,
  };
}
