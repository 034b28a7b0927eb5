import { expect, test } from 'vitest';
import { type AskedQuestion, alarmsOf, type ReadPage } from './scan-alarms.rules.ts';

const keys = '31425314251342513425';
const labels = ['1', '2', '3', '4', '5'];

/** Twenty choices in two columns of ten. */
const questions = [...keys].map(
  (key, at): AskedQuestion => ({
    id: 100 + at,
    number: at + 1,
    kind: 'single',
    keys: [key],
    key_state: 'keyed',
    region_meta: {
      page: 1,
      kind: 'choice',
      bubbles: labels.map((label, place) => ({
        label,
        x_mm: 30 + place * 7 + Math.floor(at / 10) * 60,
        y_mm: 60 + (at % 10) * 8,
        width_mm: 3,
        height_mm: 4,
      })),
    },
  }),
);

/** A page answered by these digits; `also` is marked beside them, or alone where nothing is. */
function page(place: number, digits: string, also: (at: number) => string = () => ''): ReadPage {
  const answers = [...digits].map((digit, at) => {
    const detected = [...new Set([digit, also(at)])].filter((mark) => /[1-5]/.test(mark));
    return {
      exam_question_id: 100 + at,
      detected,
      marking: detected.length > 1 ? 'multiple' : detected.length === 1 ? 'ok' : 'blank',
    };
  });
  return { place, answers };
}

/** A student who knows most: every fifth answer is another one. */
const good = (place: number) =>
  [...keys].map((key, at) => ((at + place) % 5 === 0 ? String((Number(key) % 5) + 1) : key)).join('');
const moved = (by: number) =>
  [...keys].map((_, at) => keys[(at + by + keys.length) % keys.length] ?? '').join('');
const everybody = (digitsOf: (place: number) => string, also?: (at: number) => string) =>
  Array.from({ length: 10 }, (_, at) => page(at + 1, digitsOf(at + 1), also));

test('a class that answers as it should rings no alarm, however good or weak it is', () => {
  expect(alarmsOf(everybody(good), questions)).toEqual([]);
  expect(
    alarmsOf(
      everybody(() => keys),
      questions,
    ),
  ).toEqual([]);
  expect(
    alarmsOf(
      everybody((place) => '1234512345'.repeat(2).slice(place % 3)),
      questions,
    ),
  ).toEqual([]);
  expect(alarmsOf([], questions)).toEqual([]);
});

test('a streak of the scanner is the same column marked on many pages, with the questions it crosses', () => {
  const streak = (at: number) => (at < 10 ? '2' : '');
  const [alarm, ...others] = alarmsOf(
    [...everybody(good, streak).slice(0, 6), ...everybody(good).slice(6)],
    questions,
  );
  expect(others).toEqual([]);
  expect(alarm).toMatchObject({ kind: 'streak', label: '2', fit_percent: 60, places: [1, 2, 3, 4, 5, 6] });
  expect(alarm?.numbers).toEqual([1, 2, 3, 5, 6, 7, 8, 10]);
});

test('a streak is found where students left blank what it crosses: nothing else tells it there', () => {
  const blank = '     '.repeat(2) + keys.slice(10);
  const found = alarmsOf(
    everybody(
      () => blank,
      (at) => (at < 10 ? '5' : ''),
    ),
    questions,
  );
  expect(found).toMatchObject([{ kind: 'streak', label: '5' }]);
});

test('one student who chose the same everywhere is no streak', () => {
  const pages = [page(1, '2'.repeat(20)), page(2, '2'.repeat(20)), ...everybody(good).slice(2)];
  expect(alarmsOf(pages, questions)).toEqual([]);
});

test('a spot is one place marked beside another answer on many pages', () => {
  const spot = alarmsOf(
    everybody(good, (at) => (at === 3 ? '1' : '')),
    questions,
  );
  expect(spot).toMatchObject([{ kind: 'streak', numbers: [4], label: '1' }]);
});

test('a key that is a row off is found whichever way it slipped, and from where', () => {
  const [later] = alarmsOf(
    everybody(() => moved(1)),
    questions,
  );
  expect(later).toMatchObject({ kind: 'shifted_key', shift: 1, fit_percent: 100 });
  const [before] = alarmsOf(
    everybody(() => moved(-1)),
    questions,
  );
  expect(before).toMatchObject({ kind: 'shifted_key', shift: -1 });
  const half = keys.slice(0, 8) + moved(1).slice(8);
  const [fromNine] = alarmsOf(
    everybody(() => half),
    questions,
  );
  expect(fromNine).toMatchObject({ kind: 'shifted_key', shift: 1 });
  expect(fromNine?.numbers[0]).toBe(9);
});

test('one student who marked a row off is named by the page, and the key is left alone', () => {
  const found = alarmsOf([...everybody(good), page(11, moved(1))], questions);
  expect(found).toMatchObject([{ kind: 'shifted_answers', places: [11], shift: 1, fit_percent: 100 }]);
});

test('equal keys one below the other tell nothing, and neither do questions without a key', () => {
  const same = questions.map((question) => ({ ...question, keys: ['3'] }));
  expect(
    alarmsOf(
      everybody(() => '3'.repeat(20)),
      same,
    ),
  ).toEqual([]);
  const open = questions.map((question) => ({ ...question, key_state: 'void' as const }));
  expect(
    alarmsOf(
      everybody(() => moved(1)),
      open,
    ),
  ).toEqual([]);
});
