import { PUPILS, SEED, WEEKS } from './academy.ts';
import type { Chance, Found } from './compare.ts';
import { ENOUGH_SEEN } from './fit.ts';
import type { Look } from './looks.ts';
import { beyondRules, figuresTable, reliabilityTable, type Trial, weightsTable } from './report.ts';

/** A trial with its figures, one of each definition, the first one first. */
export type Outcome = Trial & {
  learned: number;
  ridge: number;
  losses: [ridge: number, loss: number][];
  pool: Look[];
  chance: Chance;
  rows: [what: string, found: Found][];
};
type Rows = Outcome['rows'];

/** All that is said of who will fall behind, for `bench/RISK.md`. */
export function riskReport(all: {
  term: Outcome;
  ceilings: Rows;
  real: Outcome;
  carried: Rows;
  one_of: number;
}): string {
  const { term, ceilings, real, carried, one_of } = all;
  const students = new Set(real.looks.map(({ enrollment }) => enrollment)).size;
  return [
    '# Who will fall behind',
    '',
    'Made by `npm run bench risk`. What an alert is and what counts as found was written down before it was measured:',
    '[risk/DEFINITION.md](risk/DEFINITION.md). Every definition is reported; `risk_recall_gain` is the first, on the real data.',
    '',
    '## Real students',
    '',
    `OULAD ([risk/DATA.md](risk/DATA.md)): ${students} students × courses${one_of > 1 ? ` (one of ${one_of} students)` : ''}, ${real.looks.length} looks. Learned from the ${real.learned} looks whose`,
    `outcome was known when the first course of 2014 began; tried on the ${real.tried.length} looks at the courses of 2014, ${real.pool.length} of them at`,
    'students who kept up until then.',
    '',
    ...figuresTable(real.rows),
    ...verdict(real),
    'What the rules cannot give at all is what the list is for: names beyond theirs, and before anything is missed.',
    '',
    ...beyondRules(real.pool, real.chance),
    'The model that the product ships, learned from the simulated term and applied to these students as it is. Where they go',
    'beyond what the term showed it (idle for more than a week, work more than a day late) it does not follow:',
    '',
    ...figuresTable(carried),
    'How far to trust the chances that were learned from the courses of 2013:',
    '',
    ...reliabilityTable(real),
    '## Simulated term',
    '',
    `bench/risk/term.ts, seed ${SEED}: ${PUPILS} students, ${WEEKS} weeks. Weekly classes with attendance, videos and reviews, as an academy has`,
    `them and the real data do not; what it says of students is invented. Learned from ${term.learned} looks, tried on ${term.tried.length},`,
    `${term.pool.length} of them at students who kept up until then.`,
    '',
    ...figuresTable(term.rows),
    'So few first cases tell nothing: see the width of the interval. The same for somebody who knew of each student everything that the simulation knows, and only not what chance will bring:',
    '',
    ...figuresTable(ceilings),
    ...beyondRules(term.pool, term.chance),
    ...reliabilityTable(term),
    '## The model',
    '',
    `Logistic, with a ridge of ${term.ridge} (term) and ${real.ridge} (real), chosen by learning from what was known first and predicting what came`,
    `after it, within what is learned from; loss there by ridge, real data: ${lossesOf(real)}. A fact whose weight would`,
    'say the contrary of what everybody knows (good marks as a reason for worry) is left out. A chance is the sum of what each',
    'fact adds, so that the list can say why; products of facts (a missed session × the mean score, × the share missed)',
    'predicted hardly better (a loss lower by 0.001).',
    '',
    `Nothing is read out of what was not seen: a fact counts within the range that at least ${ENOUGH_SEEN} looks reach on either side,`,
    'and what lies beyond counts as the end of it. A fact without figures is left out: too few looks differ in it, or those',
    'data do not have it.',
    '',
    ...weightsTable([
      ['term (shipped)', term.model],
      ['real', real.model],
    ]),
    ...limits,
  ].join('\n');
}

const lossesOf = ({ losses }: Outcome) =>
  losses.map(([ridge, loss]) => `${ridge}: ${loss.toFixed(4)}`).join(', ');

function verdict({ rows }: Outcome): string[] {
  const [, { alerts, by_rule, failed, by_list }] = rows[0] as Rows[number];
  const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(0)} %`;
  return [
    `Of the rules' alerts ${share(by_rule, alerts)} are right: who has missed two in a row goes on missing. So no list whatever could find more than`,
    `${(alerts / by_rule).toFixed(2)} times as many with as many alerts, and 1.5 is out of reach here by arithmetic, not by the model. The list finds ${by_list},`,
    `the rules ${by_rule} of the ${failed}: with as many alerts there is nothing to choose between them. But ${share(failed - by_rule, failed)} of those who fall behind`,
    'get no alert of the rules in time.',
    '',
  ];
}

const limits = [
  '## Limits',
  '',
  '- Real students, but adults of a British distance university with something due each month, not children of an academy with',
  '  a class each week. How the list does in an academy, nobody has measured.',
  '- The definition was fixed first; the treatment of computer-marked work (risk/DATA.md) and the facts `missed_last`, `is_alarmed`',
  '  and `is_unscored` came after first figures had been seen (gains of 0.95 and 0.99 for the first definition). The facts were chosen by what they',
  '  predict within what is learned from.',
  '- Chances drift from year to year: see the reliability table. They are for an order, not for a promise.',
  '- The shipped coefficients come from the simulated term, because only it has attendance, videos and reviews.',
  '- One of four students is taken to save time. Two other quarters (`--rest=1`, `--rest=2`) gave 1.01 (0.98–1.04) and 1.00 (0.97–1.02).',
  '- The interval counts the chance of drawing students, not that of drawing courses.',
  '',
];
