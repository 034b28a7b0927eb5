import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compareTexts,
  likest,
  packPrints,
  printsOf,
  sharedPassages,
  unpackPrints,
} from './text-likeness.rules.ts';

const syllables = [...'가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초'];
/** Several hundred letters, other ones for each seed. */
const text = fc.noShrink(fc.nat()).map((seed) => {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const word = () => Array.from({ length: 2 + next(3) }, () => syllables[next(syllables.length)]).join('');
  return Array.from({ length: 150 + next(70) }, word).join(' ');
});
const texts = (count: number) => fc.uniqueArray(text, { minLength: count, maxLength: count });
/** Of each other student the likest page, if any reads like one of these; work is a page or several. */
function alike(own: string | string[], others: readonly (string | string[])[]) {
  const compared = compareTexts<{ student_id: number; prints: Uint32Array }>([own].flat().map(printsOf));
  for (const [student_id, work] of others.entries())
    for (const page of [work].flat()) compared.add({ student_id, prints: printsOf(page) });
  return likest([own].flat().flatMap((_, page) => compared.found(page)));
}
const whoOf = (found: ReturnType<typeof alike>) => found.map(({ other }) => other.student_id);
const half = (text: string) => text.slice(0, text.length / 2);
const runs = { numRuns: 20 };

test('who copies the same printed questions and answers them alone is like nobody, whatever the class', () => {
  fc.assert(
    fc.property(texts(9), fc.integer({ min: 4, max: 8 }), ([print = '', ...answers], students) => {
      const [own = '', ...others] = answers.slice(0, students).map((answer) => `${print}\n${answer}`);
      expect(alike(own, others)).toEqual([]);
    }),
    runs,
  );
});

test('who copies the answer as well is found by either side, with what was copied and without the print', () => {
  fc.assert(
    fc.property(texts(7), ([print = '', copied = '', ...answers]) => {
      const pages = answers.map((answer) => `${print}\n${answer}`);
      const [one, other] = [`${print}\n${copied}`, `${print}\n${copied.replaceAll(' ', '')}`];
      const found = alike(one, [...pages, other]);
      expect(whoOf(found)).toEqual([pages.length]);
      expect(whoOf(alike(other, [...pages, one]))).toEqual([pages.length]);
      const passages = sharedPassages(one, other, new Set(found[0]?.shared));
      expect(passages.length).toBeGreaterThan(0);
      for (const passage of passages) expect(print).not.toContain(passage);
    }),
    runs,
  );
});

test('one letter of thirty read wrong hides no copy', () => {
  fc.assert(
    fc.property(texts(6), fc.nat(29), ([print = '', copied = '', ...answers], from) => {
      const misread = [...copied].map((letter, at) => (at % 30 === from ? '꿰' : letter)).join('');
      const others = [...answers, misread].map((answer) => `${half(print)}\n${answer}`);
      expect(whoOf(alike(`${half(print)}\n${copied}`, others))).toEqual([answers.length]);
    }),
    runs,
  );
});

test('with fewer than three others nothing is said, nor of some words, nor of none', () => {
  fc.assert(
    fc.property(texts(5), ([print = '', copied = '', ...answers]) => {
      const pages = answers.map((answer) => `${print}\n${answer}`);
      const copy = `${print}\n${copied}`;
      expect(alike(copy, [copy, ...pages.slice(0, 2)])).toEqual([]);
      const short = `${print}\n${copied.slice(0, 30)}`;
      expect(alike(short, [short, ...pages])).toEqual([]);
      expect(alike('', [copy, ...pages])).toEqual([]);
    }),
    runs,
  );
});

test('three who copied from each other are found in a class of ten, in a small one they pass for print', () => {
  fc.assert(
    fc.property(texts(9), ([print = '', copied = '', ...answers]) => {
      const others = answers.map((answer) => `${print}\n${answer}`);
      const own = `${print}\n${copied}`;
      expect(whoOf(alike(own, [own, own, ...others]))).toEqual([0, 1]);
      expect(alike(own, [own, own, ...others.slice(0, 4)])).toEqual([]);
    }),
    runs,
  );
});

test('those on whose work nothing was read, or something else, make no print of others a copy', () => {
  fc.assert(
    fc.property(texts(9), fc.integer({ min: 1, max: 3 }), ([print = '', ...else_], holders) => {
      const others = Array.from({ length: holders }, () => print);
      expect(alike(print, [...others, ...Array.from({ length: 20 }, () => '')])).toEqual([]);
      expect(alike(print, [...others, ...else_])).toEqual([]);
    }),
    runs,
  );
});

test('a second page that only some hand in is print, whether on a photo of its own or on the same one', () => {
  fc.assert(
    fc.property(
      texts(2),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 2, max: 27 }),
      ([first = '', second = ''], also, only) => {
        const rest = Array.from({ length: only }, () => first);
        const few = <T>(work: T) => Array.from({ length: also }, () => work);
        expect(alike([first, second], [...few([first, second]), ...rest])).toEqual([]);
        const both = `${first}\n${second}`;
        expect(alike(both, [...few(both), ...rest])).toEqual([]);
        expect(alike(first, [...few(first), ...rest.map(half)])).toEqual([]);
      },
    ),
    runs,
  );
});

test('a photo that shows more of a sheet than those of others is no copy, although others are read a little wrong', () => {
  fc.assert(
    fc.property(
      texts(1),
      fc.integer({ min: 3, max: 12 }),
      fc.constantFrom(0.4, 0.6, 0.65, 0.7, 0.8),
      ([print = ''], others, share) => {
        const cropped = Array.from({ length: others }, (_, who) =>
          [...print.slice(0, print.length * share)].map((letter, at) =>
            (at + who * 7) % 40 === 0 ? '꿰' : letter,
          ),
        ).map((letters) => letters.join(''));
        expect(alike(print, [print, ...cropped])).toEqual([]);
      },
    ),
    runs,
  );
});

test('two who write about the same in their own words are not alike', () => {
  const one =
    'Plants make sugar from light, water and carbon dioxide. The leaves take in carbon dioxide through small holes and the roots bring water from the ground. Chlorophyll in the leaves catches the light of the sun. What is left over is oxygen, which all animals breathe. Without plants there would be nothing to eat and no air to breathe on this planet.';
  const other =
    'Photosynthesis is how plants feed themselves. Water comes up from the roots, carbon dioxide comes in through the leaves, and the light of the sun gives the energy. The green colour is chlorophyll. Oxygen leaves the plant again, and animals breathe it. The sugar that is made is stored in fruit, seeds and roots, so that we have something to eat.';
  fc.assert(
    fc.property(texts(4), ([print = '', ...answers]) => {
      const others = [other, ...answers].map((answer) => `${print}\n${answer}`);
      expect(alike(`${print}\n${one}`, others)).toEqual([]);
    }),
    runs,
  );
});

test('prints come back from their bytes as they were, and spaces, signs and capitals do not change them', () => {
  fc.assert(
    fc.property(text, (text) => {
      const prints = printsOf(text);
      expect(unpackPrints(packPrints(prints))).toEqual(prints);
      expect(printsOf(text.replaceAll(' ', ' , '))).toEqual(prints);
    }),
    runs,
  );
  expect(printsOf('Ｔhe Quick Brown Fox Jumps')).toEqual(printsOf('the quick-brown fox jumps'));
});
