import type { RiskCase } from './clinic.queries.ts';

/** How many exams or sessions one after the other an alarm was judged on. */
export const runOf = ({ rule, meta }: { rule: string | null; meta: RiskCase['meta'] }): number =>
  (rule === 'CONSECUTIVE_LOW_SCORE' ? meta.exams : meta.sessions)?.length ?? 0;
