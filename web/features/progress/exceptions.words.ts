import { wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  requirements: { video: '영상', exam: '시험', homework: '과제' },
  excused: { video: '영상 면제', exam: '시험 면제', homework: '과제 면제' },
  decided: (completed: boolean): string => (completed ? '완료로 정함' : '미완료로 정함'),
  by: (reason: string, name: string, day: string) => `${reason} · ${name}, ${day}`,
  revert: '되돌리기',
  revertOf: (what: string) => `${what} 되돌리기`,
  excuse: '면제하기',
  override: '결과 정하기',
  what: '무엇을 면제할까요?',
  outcome: '이 차시의 결과',
  outcomes: { yes: '완료', no: '미완료' },
  reason: '이유',
  reasonHint: '강사와 관리자만 봅니다. 예: 병결',
  fill: '이유를 적어 주세요.',
  stays: '점수나 시청이 바뀌어도 되돌릴 때까지 그대로입니다.',
  save: '저장',
};

const en: typeof ko = {
  requirements: { video: 'Video', exam: 'Exam', homework: 'Homework' },
  excused: { video: 'Video excused', exam: 'Exam excused', homework: 'Homework excused' },
  decided: (completed) => (completed ? 'Set to complete' : 'Set to incomplete'),
  by: (reason, name, day) => `${reason} · ${name}, ${day}`,
  revert: 'Undo',
  revertOf: (what) => `Undo: ${what}`,
  excuse: 'Excuse',
  override: 'Set the outcome',
  what: 'What is excused?',
  outcome: 'What the session came to',
  outcomes: { yes: 'Complete', no: 'Incomplete' },
  reason: 'Reason',
  reasonHint: 'Only staff see it, e.g. ill',
  fill: 'Please give a reason.',
  stays: 'It stays until you undo it, whatever scores or watching become.',
  save: 'Save',
};

export const useExceptionWords = wordsHook({ ko, en });
