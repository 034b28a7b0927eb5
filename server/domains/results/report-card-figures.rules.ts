import type { Card } from './card.ts';
import { fitted, type Paper } from './paper.rules.ts';
import type { CardWords } from './report-card.words.ts';

type Area = { x: number; y: number; width: number };

const HEIGHT = 26;

function drawTitle(page: Paper, { x, y, width }: Area, title: string, hint: string): number {
  page.text(title, { x, y }, { size: 11, weight: 'bold', width });
  page.text(hint, { x, y: y + 5 }, { size: 7.5, tone: 'faint', width });
  return y + 11;
}

/** In which step of ten a score lies, as the statistics count it. */
const stepOf = ({ total_score, max_score }: Card) =>
  max_score > 0 ? Math.min(9, Math.floor((10 * total_score) / max_score)) : 0;

/** How many students reached how much, with the step of this one in black. */
export function drawDistribution(page: Paper, card: Card, words: CardWords, area: Area): void {
  const top = drawTitle(page, area, words.distribution, words.people);
  const most = Math.max(1, ...card.steps);
  const step = area.width / card.steps.length;
  const base = top + 4 + HEIGHT - 8;
  for (const [at, count] of card.steps.entries()) {
    const x = area.x + at * step;
    const height = ((HEIGHT - 8) * count) / most;
    if (count > 0) {
      page.box({ x: x + 0.8, y: base - height }, step - 1.6, height, at === stepOf(card) ? 'ink' : 'faint');
      page.text(String(count), { x: x + step / 2, y: base - height - 2 }, { size: 7, align: 'center' });
    }
    const from = String(Math.round(card.max_score * at) / 10);
    page.text(from, { x, y: base + 3 }, { size: 6.5, align: 'center', tone: 'faint' });
  }
  page.rule({ x: area.x, y: base }, area.width);
  const last = { x: area.x + area.width, y: base + 3 };
  page.text(String(card.max_score), last, { size: 6.5, align: 'center', tone: 'faint' });
}

const below = { size: 6, align: 'center', tone: 'faint' } as const;

/** A title on two lines, the first of them as full as it may be. */
function inTwo(title: string, width: number): [string, string] {
  const first = fitted(title, width, below.size);
  if (first === title) return [title, ''];
  const kept = first.slice(0, -1);
  return [kept.trim(), title.slice(kept.length).trim()];
}

/** This student and the class in the last exams, the newest at the right. */
export function drawTrend(page: Paper, { trend }: Card, words: CardWords, area: Area): void {
  const top = drawTitle(page, area, words.trend, words.trendHint);
  const base = top + 4 + HEIGHT - 8;
  const step = area.width / 6;
  for (const [at, { title, percent, mean_percent }] of trend.entries()) {
    const middle = area.x + (at + 0.5) * step;
    const heightOf = (share: number) => Math.max(0.01, ((HEIGHT - 8) * Math.min(100, share)) / 100);
    const own = heightOf(percent);
    const mean = heightOf(mean_percent);
    page.box({ x: middle - 5, y: base - own }, 4.6, own, 'ink');
    page.box({ x: middle + 0.4, y: base - mean }, 4.6, mean, 'faint');
    const above = { x: middle, y: base - Math.max(own, mean) - 2 };
    page.text(`${Math.round(percent)}`, above, { size: 7, align: 'center' });
    const [first, rest] = inTwo(title, step - 1);
    page.text(first, { x: middle, y: base + 3 }, below);
    page.text(rest, { x: middle, y: base + 5.6 }, { ...below, width: step - 1 });
  }
  page.rule({ x: area.x, y: base }, area.width);
}
