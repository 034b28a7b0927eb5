import { instantOf, wallClockOf } from '../../lib/dates.ts';
import { useZone } from '../../lib/login.ts';
import type { ExamWords } from './words.ts';

type Texts = { pass_score: string; opens_at: string; closes_at: string };
type Fields = { pass_score: number | null; opens_at: string | null; closes_at: string | null };

/** What is wrong with pass score and times as they were typed in. */
export function timeComplaints(words: ExamWords, { pass_score, opens_at, closes_at }: Texts) {
  const isScore = pass_score === '' || (Number(pass_score) >= 0 && Number.isFinite(Number(pass_score)));
  return {
    ...(isScore ? {} : { '/pass_score': words.number }),
    ...(opens_at && closes_at && closes_at <= opens_at ? { '/closes_at': words.order } : {}),
  };
}

/** Pass score and times of an exam between the wire and the fields of a form. */
export function useTimes() {
  const zone = useZone();
  const toText = (instant: string | null) => (instant ? wallClockOf(instant, zone) : '');
  const toInstant = (text: string) => (text ? instantOf(text, zone) : null);
  return {
    toText,
    toInstant,
    textsOf: ({ pass_score, opens_at, closes_at }: Fields): Texts => ({
      pass_score: pass_score === null ? '' : String(pass_score),
      opens_at: toText(opens_at),
      closes_at: toText(closes_at),
    }),
    fieldsOf: ({ pass_score, opens_at, closes_at }: Texts): Fields => ({
      pass_score: pass_score === '' ? null : Number(pass_score),
      opens_at: toInstant(opens_at),
      closes_at: toInstant(closes_at),
    }),
  };
}
