import type { Bubble, Sheet } from '../geometry/geometry.ts';
import { linesOf } from '../geometry/lines.ts';
import type { Paper } from './ink.ts';
import { erase, type Hand, handOf, mark, stray, tape } from './marking.ts';
import type { Random } from './random.ts';

/** What a student meant: the labels that are marked, one list for each column of each question. */
export type Truth = {
  hand: Hand;
  number: string;
  answers: Map<number, string[][]>;
  events: Map<number, string>;
};

type Desk = { paper: Paper; blank: Uint8Array; hand: Hand; random: Random };

const anyOf = (line: readonly Bubble[], random: Random): Bubble | undefined =>
  line[random.whole(0, line.length - 1)];

function other(line: readonly Bubble[], taken: Bubble, random: Random): Bubble | undefined {
  const rest = line.filter((bubble) => bubble !== taken);
  return anyOf(rest, random);
}

/** What happens to one question: usually one mark; sometimes none, two, one that was rubbed out or taped over. */
function answer(
  { paper, blank, hand, random }: Desk,
  line: readonly Bubble[],
): { marked: Bubble[]; event: string } {
  const first = anyOf(line, random);
  if (!first) return { marked: [], event: 'none' };
  const event = random.weighted([
    ['plain', 94],
    ['blank', 2],
    ['double', 0.8],
    [hand.erases ? 'changed' : 'taped', 1.6],
    [hand.erases ? 'erased' : 'plain', 0.25],
    ['stray', 0.8],
  ]);
  if (event === 'blank') return { marked: [], event };
  const wrong = other(line, first, random);
  if (event === 'changed' && wrong) {
    mark(paper, wrong, hand, random);
    erase(paper, wrong, (at) => blank[at] ?? 255, random);
  }
  if (event === 'taped' && wrong) {
    mark(paper, wrong, hand, random);
    tape(paper, wrong, random);
  }
  mark(paper, first, hand, random);
  if (event === 'erased') {
    erase(paper, first, (at) => blank[at] ?? 255, random);
    return { marked: [], event };
  }
  if (event === 'double' && wrong) {
    mark(paper, wrong, hand, random);
    return { marked: line.filter((bubble) => bubble === first || bubble === wrong), event };
  }
  if (event === 'stray') stray(paper, first, { ...hand, kind: 'dash' }, random);
  return { marked: [first], event };
}

/** Fills a sheet in as one student does; `printed` numbers stand on the paper already. */
export function fillIn(paper: Paper, sheet: Sheet, number: string, random: Random, printed = false): Truth {
  const hand = handOf(random);
  const desk: Desk = { paper, blank: paper.data.slice(), hand, random };
  const answers = new Map<number, string[][]>();
  const events = new Map<number, string>();
  for (const [place, column] of (sheet.number_grid ?? []).entries()) {
    const bubble = column.find(({ label }) => label === number[place]);
    const usual: Hand = printed
      ? {
          kind: 'fill',
          tool: 'pen',
          base: { darkness: 1, width_mm: 0.6, grain: 0 },
          careless: 0,
          erases: false,
        }
      : hand;
    if (bubble) mark(paper, bubble, usual, random);
  }
  for (const question of sheet.questions) {
    const done = linesOf(question).map((line) => answer(desk, line));
    answers.set(
      question.number,
      done.map(({ marked }) => marked.map(({ label }) => label)),
    );
    events.set(question.number, done.map(({ event }) => event).find((event) => event !== 'plain') ?? 'plain');
  }
  return { hand, number, answers, events };
}
