import type { SheetCopy } from '@seodang/omr/draw';
import type { Card, Line } from './card.ts';
import { a4, inner, type Paper, paper } from './paper.rules.ts';
import { drawFoot, drawHead, toldAnswer, toldKeys, toldShare } from './report-card.rules.ts';
import type { CardWords } from './report-card.words.ts';

const { margin } = a4;
const TOP = 56;
const HEIGHT = 54;
const EACH = 4;

/** One question that went wrong, with room to work it out again. */
function drawQuestion(page: Paper, line: Line, words: CardWords, y: number): void {
  page.box({ x: margin, y }, inner, HEIGHT - 4);
  page.text(words.number(line.number), { x: margin + 4, y: y + 6 }, { size: 13, weight: 'bold' });
  const worth = line.score > 0 ? words.partial(line.score, line.points) : words.points(line.points);
  const rate = words.rate(toldShare(line.facility));
  const right = { x: margin + inner - 4, y: y + 6 };
  page.text(`${worth} · ${rate}`, right, { size: 8, align: 'right', tone: 'faint' });
  const told = toldAnswer(line.answer, line.kind) || words.nothingAnswered;
  const width = inner / 2 - 30;
  page.text(words.yours(told), { x: margin + 24, y: y + 6 }, { size: 10, width });
  if (line.keys)
    page.text(words.key(toldKeys(line, words)), { x: margin + 78, y: y + 6 }, { size: 10, width: 36 });
  page.rule({ x: margin, y: y + 12 }, inner);
  page.text(words.again, { x: margin + 4, y: y + 16 }, { size: 7.5, tone: 'faint' });
  const foot = { x: margin + 4, y: y + HEIGHT - 8 };
  page.text(words.why, foot, { size: 7.5, tone: 'faint' });
  page.text(words.reasons, { x: margin + 24, y: foot.y }, { size: 8 });
}

/** What a student got wrong, four questions to a page; one page also where nothing was. */
export function notePages(card: Card, words: CardWords): SheetCopy[] {
  const wrong = card.lines.filter(({ is_correct }) => is_correct === false);
  const count = Math.max(1, Math.ceil(wrong.length / EACH));
  return Array.from({ length: count }, (_, at) => {
    const page = paper();
    drawHead(page, card, words.note);
    const said = wrong.length === 0 ? words.allRight : words.count(wrong.length);
    const score = `${card.total_score} / ${card.max_score}`;
    page.text(`${said} · ${score}`, { x: margin, y: 50 }, { size: 9, tone: 'faint' });
    for (const [place, line] of wrong.slice(at * EACH, (at + 1) * EACH).entries())
      drawQuestion(page, line, words, TOP + place * HEIGHT);
    drawFoot(page, card, words, at + 1, count);
    return page.page();
  });
}
