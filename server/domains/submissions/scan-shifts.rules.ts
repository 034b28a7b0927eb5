import type { ScanAlarm } from '@seodang/contract/scans.ts';
import type { AskedQuestion, ReadPage } from './scan-alarms.rules.ts';

/** How many answers on a row are right as they are, and right by the key of the neighbouring row. */
type Row = { number: number; asked: number; now: number; moved: number };
type Shift = { shift: 1 | -1; numbers: number[]; now: number; moved: number };
type Bar = { rows: number; moved: number; now: number; gain: number };

/** Of a class: clearly more than half fits a row off. Of one student: nearly everything does, and nothing as it is. */
const ofClass: Bar = { rows: 6, moved: 0.55, now: 0.6, gain: 0.25 };
const ofStudent: Bar = { rows: 12, moved: 0.85, now: 0.35, gain: 0.5 };
const leastPages = 3;

/**
 * Answers that fit the key of the row above or below, from some question on or everywhere: of the whole class, then the key
 * was set a row off; else of single pages, then a student marked a row off.
 */
export function shiftsOf(pages: readonly ReadPage[], questions: readonly AskedQuestion[]): ScanAlarm[] {
  const rows = questions
    .filter(({ kind, key_state, keys }) => isChoice(kind) && key_state === 'keyed' && keys.length > 0)
    .toSorted((a, b) => a.number - b.number);
  const common = pages.length >= leastPages ? shiftOf(pages, rows, ofClass) : undefined;
  if (common) return [alarmOf('shifted_key', common, pages)];
  return pages.flatMap((page) => {
    const own = shiftOf([page], rows, ofStudent);
    return own ? [alarmOf('shifted_answers', own, [page])] : [];
  });
}

const isChoice = (kind: AskedQuestion['kind']) => kind === 'single' || kind === 'multiple';

function shiftOf(
  pages: readonly ReadPage[],
  questions: readonly AskedQuestion[],
  bar: Bar,
): Shift | undefined {
  const found = ([1, -1] as const).flatMap((shift) => {
    const best = bestFrom(rowsOf(pages, questions, shift), bar);
    return best ? [{ shift, ...best }] : [];
  });
  return found.toSorted((a, b) => b.moved - a.moved)[0];
}

function rowsOf(pages: readonly ReadPage[], questions: readonly AskedQuestion[], shift: 1 | -1): Row[] {
  const answers = pages.map(
    ({ answers: own }) => new Map(own.map((one) => [one.exam_question_id, one.detected.join(',')])),
  );
  return questions.flatMap((question, at) => {
    const neighbour = questions[at + shift];
    if (!neighbour) return [];
    const given = answers.flatMap((own) => own.get(question.id) || []);
    const right = (keys: readonly string[]) => given.filter((answer) => keys.includes(answer)).length;
    return [
      {
        number: question.number,
        asked: given.length,
        now: right(question.keys),
        moved: right(neighbour.keys),
      },
    ];
  });
}

/** From which row on moving the key gains most, if it gains enough there. */
function bestFrom(rows: readonly Row[], { rows: least, ...bar }: Bar): Omit<Shift, 'shift'> | undefined {
  let best = { from: 0, gain: Number.NEGATIVE_INFINITY, asked: 1, now: 0, moved: 0 };
  const sum = { asked: 0, now: 0, moved: 0 };
  for (const [back, row] of rows.toReversed().entries()) {
    sum.asked += row.asked;
    sum.now += row.now;
    sum.moved += row.moved;
    const gain = sum.moved - sum.now;
    if (back + 1 >= least && gain >= best.gain) best = { from: rows.length - back - 1, gain, ...sum };
  }
  const asked = Math.max(1, best.asked);
  const [now, moved] = [best.now / asked, best.moved / asked];
  if (moved < bar.moved || now > bar.now || moved - now < bar.gain) return undefined;
  return { numbers: rows.slice(best.from).map(({ number }) => number), now, moved };
}

function alarmOf(kind: ScanAlarm['kind'], found: Shift, pages: readonly ReadPage[]): ScanAlarm {
  return {
    kind,
    numbers: found.numbers,
    label: null,
    shift: found.shift,
    places: pages.map(({ place }) => place),
    fit_percent: Math.round(100 * found.moved),
    fit_now_percent: Math.round(100 * found.now),
  };
}
