const sign = 'an order is told by the sign';
const scale = 'all weigh the same: only how many times as heavy counts';
const first = 'only the first is taken';
const alone = 'one alone is in order';
const cache = 'how long it is kept changes no result';

/** Slips that nothing can tell from the original, by the file and the line as it is then, and why not. */
export const equivalents: Record<string, string> = {
  'attempts.ts: if (a.quiz_session !== b.quiz_session) return a.quiz_session <= b.quiz_session ? -1 : 1;':
    'they differ',
  'attempts.ts: if (a.quiz_session !== b.quiz_session) return a.quiz_session < b.quiz_session ? -2 : 1;':
    sign,
  'attempts.ts: if (a.quiz_session !== b.quiz_session) return a.quiz_session < b.quiz_session ? -1 : 2;':
    sign,
  'attempts.ts: if (attempts.length < 1) return [...attempts];': alone,
  'attempts.ts: if (false) return [...attempts];': alone,
  'study-day.ts: const quarter = Math.floor(at * QUARTER_MS);': cache,
  'study-day.ts: if (days.size > MOST_KEPT) days.clear();': cache,
  'study-day.ts: if (days.size < MOST_KEPT) days.clear();': cache,
  'study-day.ts: const MOST_KEPT = 3001;': cache,
  'study-day.ts: const MOST_KEPT = 2999;': cache,
  'study-day.ts: if (false) return known;': cache,
  'study-day.ts: if (true) days.clear();': cache,
  'study-day.ts: if (false) days.clear();': cache,
  'memory.ts: if (made.size > MOST_MADE) made.clear();': cache,
  'memory.ts: const MOST_MADE = 101;': cache,
  'memory.ts: const MOST_MADE = 99;': cache,
  'memory.ts: const elapsed = memory ? daysBetween(memory.last_day, day) : 1;':
    'of the first answer FSRS does not ask',
  'memory.ts: if (false) made.clear();': cache,
  "choose.ts: const weightOf = ({ frequency } ) => (wish.mode === 'frequent_focus' ? 1 + frequency : 2);":
    scale,
  'choose.ts: const inTurn = drawn(chosen, chosen.length, () => 2, random);': scale,
  'choose.ts: const [sibling] = drawn(siblings, 2, () => 1, random);': first,
  'choose.ts: const [sibling] = drawn(siblings, 1, () => 2, random);': scale,
  'choose.ts: const [similar] = drawn(alike, 2, () => 1, random);': first,
  'choose.ts: const [similar] = drawn(alike, 1, () => 2, random);': scale,
};
