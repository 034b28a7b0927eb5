import type { SheetCopy } from '@seodang/omr/draw';
import type { Card, Line } from './card.ts';
import { a4, inner, type Paper, paper } from './paper.rules.ts';
import type { CardWords } from './report-card.words.ts';
import { drawDistribution, drawTrend } from './report-card-figures.rules.ts';

const { margin } = a4;
const COLUMNS = 3;
const ROW = 6.6;
const BOTTOM = 276;
const GAP = 6;

/** An answer as it is read on paper. */
export const toldAnswer = (answer: string, kind: Line['kind']): string =>
  kind === 'multiple' ? answer.replaceAll(',', ', ') : answer;

export const toldKeys = (line: Line, words: CardWords): string =>
  line.key_state === 'keyed'
    ? (line.keys ?? []).map((key) => toldAnswer(key, line.kind)).join(' / ')
    : line.key_state === 'void'
      ? words.void
      : words.allCorrect;

export const toldShare = (share: number | null): string =>
  share === null ? '–' : `${Math.round(100 * share)}%`;

/** What every page begins with; returns where the rest may begin. */
export function drawHead(page: Paper, card: Card, what: string): number {
  page.text(card.academy, { x: margin, y: 17 }, { tone: 'faint', width: inner / 2 });
  const about = [card.lecture_title, card.session_title, card.held_on].filter(Boolean).join(' · ');
  page.text(about, { x: a4.width - margin, y: 17 }, { align: 'right', tone: 'faint', width: inner / 2 });
  page.text(what, { x: margin, y: 27 }, { size: 20, weight: 'bold', width: 60 });
  const right = { x: a4.width - margin, y: 27 };
  page.text(card.exam_title, right, { size: 13, align: 'right', weight: 'bold', width: inner - 66 });
  page.rule({ x: margin, y: 34 }, inner);
  page.text(card.student_name, { x: margin, y: 42 }, { size: 16, weight: 'bold', width: inner });
  return 49;
}

export function drawFoot(page: Paper, { made_on }: Card, words: CardWords, at: number, of: number): void {
  page.rule({ x: margin, y: 281 }, inner);
  page.text(words.rule, { x: margin, y: 285 }, { size: 7.5, tone: 'faint', width: inner - 40 });
  const said = of > 1 ? `${words.made(made_on)}  ${at} / ${of}` : words.made(made_on);
  page.text(said, { x: a4.width - margin, y: 285 }, { size: 7.5, tone: 'faint', align: 'right' });
}

function drawFigures(page: Paper, card: Card, words: CardWords, y: number): void {
  const { total_score, max_score, rank, rank_of, mean, passed, pass_score, retest_score } = card;
  const verdict = passed ? words.passed(pass_score) : words.failed(pass_score);
  const told = retest_score === null ? verdict : words.retested(retest_score, verdict);
  const figures: { label: string; value: string; size?: number }[] = [
    { label: words.score, value: `${total_score} / ${max_score}` },
    { label: words.rank, value: words.rankOf(rank, rank_of) },
    { label: words.mean, value: mean === null ? '–' : String(Math.round(10 * mean) / 10) },
    { label: words.verdict, value: told, size: told.length > 12 ? 7.5 : 12.5 },
  ];
  const width = (inner + 3) / figures.length;
  for (const [at, { label, value, size = 12.5 }] of figures.entries()) {
    const x = margin + at * width;
    page.box({ x, y }, width - 3, 17);
    page.text(label, { x: x + 3, y: y + 5 }, { size: 8, tone: 'faint' });
    page.text(value, { x: x + 3, y: y + 12 }, { size, weight: 'bold', width: width - 8 });
  }
}

/** What is long is written smaller before it is cut. */
const sizeOf = (told: string) => (told.length > 6 ? { size: 6.5 } : {});

function drawLine(page: Paper, line: Line, words: CardWords, at: { x: number; y: number }, width: number) {
  const { x, y } = at;
  const told = toldAnswer(line.answer, line.kind);
  const mark = line.is_correct === null ? words.void : line.is_correct ? words.right : words.wrong;
  const weight = line.is_correct === false ? 'bold' : 'regular';
  page.text(String(line.number), { x: x + 7, y }, { align: 'right' });
  page.text(
    told === '' ? words.blank : told,
    { x: x + 16, y },
    { align: 'center', width: 14, ...sizeOf(told) },
  );
  const key = line.keys ? toldKeys(line, words) : words.blank;
  page.text(key, { x: x + 31, y }, { align: 'center', width: 15, ...sizeOf(key) });
  page.text(mark, { x: x + 42, y }, { align: 'center', weight });
  page.text(toldShare(line.facility), { x: x + width, y }, { align: 'right', tone: 'faint' });
  page.rule({ x, y: y + ROW / 2 }, width);
}

function drawTable(page: Paper, lines: readonly Line[], words: CardWords, top: number): void {
  const width = (inner - (COLUMNS - 1) * GAP) / COLUMNS;
  const rows = Math.ceil(lines.length / COLUMNS);
  const { number, answer, key, mark, rate } = words.columns;
  const small = { size: 7.5, tone: 'faint', width: 12 } as const;
  for (let column = 0; column * rows < lines.length; column += 1) {
    const x = margin + column * (width + GAP);
    page.text(number, { x: x + 7, y: top }, { ...small, align: 'right' });
    for (const [name, middle] of [[answer, 16] as const, [key, 31] as const, [mark, 42] as const])
      page.text(name, { x: x + middle, y: top }, { ...small, align: 'center' });
    page.text(rate, { x: x + width, y: top }, { ...small, align: 'right' });
    page.rule({ x, y: top + ROW / 2 }, width);
    for (const [at, line] of lines.slice(column * rows, (column + 1) * rows).entries())
      drawLine(page, line, words, { x, y: top + (at + 1) * ROW }, width);
  }
}

const fitsFrom = (top: number) => COLUMNS * Math.floor((BOTTOM - top) / ROW);

/** The questions of each page: fewer on the first, where the figures stand. */
function split(lines: readonly Line[], first: number, others: number): Line[][] {
  const rest = lines.slice(first);
  const pages = Math.ceil(rest.length / others);
  const later = Array.from({ length: pages }, (_, at) => rest.slice(at * others, (at + 1) * others));
  return [lines.slice(0, first), ...later];
}

/** A student's report card: score, rank, class, how past exams went, and every question. */
export function cardPages(card: Card, words: CardWords): SheetCopy[] {
  const [firstTop, otherTop] = [131, 58];
  const parts = split(card.lines, fitsFrom(firstTop), fitsFrom(otherTop));
  return parts.map((lines, at) => {
    const page = paper();
    const y = drawHead(page, card, words.card);
    if (at === 0) {
      drawFigures(page, card, words, y);
      const half = (inner - GAP) / 2;
      drawDistribution(page, card, words, { x: margin, y: 75, width: half });
      drawTrend(page, card, words, { x: margin + half + GAP, y: 75, width: half });
      page.text(words.answers, { x: margin, y: 123 }, { size: 11, weight: 'bold' });
      const unsure = card.unsure_count > 0 ? words.unsure(card.unsure_count) : '';
      page.text(unsure, { x: a4.width - margin, y: 123 }, { size: 8, align: 'right' });
    }
    drawTable(page, lines, words, at === 0 ? firstTop : otherTop);
    drawFoot(page, card, words, at + 1, parts.length);
    return page.page();
  });
}
