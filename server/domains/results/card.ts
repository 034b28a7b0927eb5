import type { Heading, TrendStep } from './report-card.queries.ts';

export type Line = {
  number: number;
  kind: 'single' | 'multiple' | 'numeric' | 'short';
  points: number;
  answer: string;
  is_correct: boolean | null;
  score: number;
  /** Null where keys are not shown. */
  keys: readonly string[] | null;
  key_state: 'keyed' | 'all_correct' | 'void';
  /** 0..1, the class's mean share of its points. */
  facility: number | null;
};

/** All that is printed of one student's result. */
export type Card = Heading & {
  exam_title: string;
  student_name: string;
  total_score: number;
  max_score: number;
  pass_score: number;
  retest_score: number | null;
  passed: boolean;
  rank: number;
  rank_of: number;
  mean: number | null;
  unsure_count: number;
  steps: readonly number[];
  trend: readonly TrendStep[];
  lines: readonly Line[];
  made_on: string;
};
