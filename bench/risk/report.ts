import { chanceOf, type RiskModel, riskFacts } from '../../server/domains/progress/ranking.rules.ts';
import {
  type Chance,
  type Found,
  firstCases,
  firstCasesInAll,
  keepingUp,
  nothingMissed,
  studentsAndWeeks,
} from './compare.ts';
import type { Look } from './looks.ts';

/** What a model was tried on: `looks` are all there are, `tried` those that it had not learned from. */
export type Trial = { looks: readonly Look[]; tried: readonly Look[]; model: RiskModel };

const percent = (part: number, whole: number) => (whole === 0 ? '–' : ((100 * part) / whole).toFixed(1));
const gainOf = ({ by_list, by_rule }: Found) => (by_list / by_rule).toFixed(2);

/** The figure of the first definition, and the others beside it. */
export function comparisons({ looks, tried, model }: Trial) {
  const keeping = keepingUp(looks);
  const pool = tried.filter((look) => keeping.has(look));
  const chance: Chance = ({ facts }) => chanceOf(model, facts);
  const is_failure = ({ course_failed }: Look) => course_failed === true;
  const has_courses = tried.some(({ course_failed }) => course_failed !== null);
  const rows: [what: string, found: Found][] = [
    ['first cases', firstCases(pool, chance)],
    ['first cases, the same number in each lecture', firstCases(pool, chance, { in_each_lecture: true })],
    ['first cases, the same number in all', firstCasesInAll(pool, chance)],
  ];
  if (has_courses) {
    rows.push(
      [
        'first cases without those who leave',
        firstCases(
          pool.filter(({ leaves }) => !leaves),
          chance,
        ),
      ],
      ['failed courses', firstCases(pool, chance, { is_failure })],
    );
  }
  rows.push(['students × weeks', studentsAndWeeks(tried, chance)]);
  return { pool, chance, rows };
}

/** A table with a line for each definition. */
export function figuresTable(rows: readonly [what: string, found: Found][]): string[] {
  return [
    '| definition | alerts each | fell behind | rules: found (right) | list: found (right) | gain (95 %) | at most |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(([what, found]) => {
      const { alerts, failed, by_rule, by_list, low, high } = found;
      const of = (hits: number) => `${percent(hits, failed)} % (${percent(hits, alerts)} %)`;
      const most = Math.min(alerts, failed) / by_rule;
      return `| ${what} | ${alerts} | ${failed} | ${of(by_rule)} | ${of(by_list)} | ${gainOf(found)} (${low.toFixed(2)}–${high.toFixed(2)}) | ${most.toFixed(2)} |`;
    }),
    '',
  ];
}

/** What the list does that the rules cannot: more names than they give, and names of whom nothing is missed yet. */
export function beyondRules(pool: readonly Look[], chance: Chance): string[] {
  const spotless = nothingMissed(pool, chance);
  return [
    '| alerts of the list | fell behind found | right |',
    '| --- | --- | --- |',
    ...[1, 2, 3, 4].map((times) => {
      const { alerts, failed, by_list } = firstCases(pool, chance, { times });
      return `| ${times} × those of the rules | ${percent(by_list, failed)} % | ${percent(by_list, times * alerts)} % |`;
    }),
    '',
    `Nothing missed yet: of ${spotless.alerts} students whose last session is complete and whom the list names, ${percent(spotless.found, spotless.alerts)} % fall behind;`,
    `of all such looks ${percent(spotless.failed, spotless.looks)} %. The rules name none of them.`,
    '',
  ];
}

/** What was claimed and what happened, in tenths of the chance, over all looks that were tried. */
export function reliabilityTable({ tried, model }: Trial): string[] {
  const groups = Map.groupBy(tried, ({ facts }) => Math.min(9, Math.floor(10 * chanceOf(model, facts))));
  return [
    '| claimed | looks | claimed % | fell behind % |',
    '| --- | --- | --- | --- |',
    ...[...groups]
      .toSorted(([one], [other]) => one - other)
      .map(([tenth, seen]) => {
        const claimed = seen.reduce((sum, { facts }) => sum + chanceOf(model, facts), 0);
        const failed = seen.filter((one) => one.failed).length;
        return `| ${tenth * 10}–${tenth * 10 + 10} % | ${seen.length} | ${percent(claimed, seen.length)} | ${percent(failed, seen.length)} |`;
      }),
    '',
  ];
}

/** The coefficients of the facts that were learned from. */
export function weightsTable(models: readonly [name: string, model: RiskModel][]): string[] {
  return [
    `| fact | ${models.map(([name]) => `${name}: mean, standard deviation (range) | log odds for each`).join(' | ')} |`,
    `| --- |${' --- | --- |'.repeat(models.length)}`,
    ...riskFacts.map((fact) => {
      const cells = models.map(([, { facts }]) => {
        const learned = facts[fact];
        if (learned === undefined) return '– | –';
        const { mean, sd, weight, least, most } = learned;
        return `${mean}, ${sd} (${least} to ${most}) | ${weight}`;
      });
      return `| ${fact} | ${cells.join(' | ')} |`;
    }),
    '',
  ];
}
