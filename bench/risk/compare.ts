import type { Look } from './looks.ts';
import { random } from './term.ts';

export type Chance = (look: Look) => number;

/** How many alerts each gave, how many fell behind, and whom each found; see DEFINITION.md. */
export type Found = {
  alerts: number;
  failed: number;
  by_rule: number;
  by_list: number;
  low: number;
  high: number;
};

const byWeek = (looks: readonly Look[]) =>
  [...Map.groupBy(looks, ({ week }) => week)]
    .toSorted(([one], [other]) => one - other)
    .map(([, some]) => some);
const highest = (some: readonly Look[], chance: Chance, count: number) =>
  some.toSorted((one, other) => chance(other) - chance(one)).slice(0, count);
const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);

/** Those looks at which the rules had never alarmed before about the student. `all` holds the looks before, too. */
export function keepingUp(all: readonly Look[]): Set<Look> {
  const alarmed = new Set<number>();
  const keeping = new Set<Look>();
  for (const looks of byWeek(all)) {
    for (const look of looks) if (!alarmed.has(look.enrollment)) keeping.add(look);
    for (const look of looks) if (look.is_alarmed) alarmed.add(look.enrollment);
  }
  return keeping;
}

/** As measured before: everybody alarmed, week by week, again and again. */
export function studentsAndWeeks(tried: readonly Look[], chance: Chance): Found {
  const rule: Look[] = [];
  const list: Look[] = [];
  for (const looks of byWeek(tried)) {
    const alarmed = looks.filter(({ is_alarmed }) => is_alarmed);
    rule.push(...alarmed);
    list.push(...highest(looks, chance, alarmed.length));
  }
  return found(tried.filter(({ failed }) => failed).length, rule, list, (look) => look.failed);
}

export type Options = {
  /** Only as many alerts in each lecture as the rules gave there. */
  in_each_lecture?: boolean;
  /** How many times as many alerts the list gives. */
  times?: number;
  is_failure?: (look: Look) => boolean;
};

/** The first alert of each student among those who keep up: as many by the list as by the rules in each week. */
export function firstCases(pool: readonly Look[], chance: Chance, options: Options = {}): Found {
  const { is_failure = ({ failed }) => failed, times = 1 } = options;
  const named = new Set<number>();
  const rule: Look[] = [];
  const list: Look[] = [];
  for (const week of byWeek(pool)) {
    const parts = options.in_each_lecture
      ? [...Map.groupBy(week, ({ lecture }) => lecture).values()]
      : [week];
    for (const looks of parts) {
      const rising = looks.filter(({ is_alarmed }) => is_alarmed);
      const free = looks.filter(({ enrollment }) => !named.has(enrollment));
      const chosen = highest(free, chance, times * rising.length);
      for (const { enrollment } of chosen) named.add(enrollment);
      rule.push(...rising);
      list.push(...chosen);
    }
  }
  return found(failing(pool, is_failure), rule, list, is_failure);
}

/** As `firstCases`, but whoever passes a fixed chance is named at once; the chance makes the numbers equal in all. */
export function firstCasesInAll(pool: readonly Look[], chance: Chance): Found {
  const rule = pool.filter(({ is_alarmed }) => is_alarmed);
  const students = [...Map.groupBy(pool, ({ enrollment }) => enrollment).values()];
  const limit = students.map((looks) => Math.max(...looks.map(chance))).toSorted((one, other) => other - one)[
    rule.length - 1
  ];
  const list = students
    .flatMap((looks) => {
      const first = looks
        .toSorted((one, other) => one.week - other.week)
        .find((look) => chance(look) >= (limit ?? 1));
      return first === undefined ? [] : [first];
    })
    .slice(0, rule.length);
  return found(
    failing(pool, ({ failed }) => failed),
    rule,
    list,
    ({ failed }) => failed,
  );
}

/** Of students whose last session is complete: how many of the list's names are right, and how many of all fall behind. */
export function nothingMissed(pool: readonly Look[], chance: Chance) {
  const named = new Set<number>();
  const list: Look[] = [];
  const spotless = (look: Look) => !look.is_alarmed && look.facts.failed_run === 0;
  for (const looks of byWeek(pool)) {
    const count = looks.filter(({ is_alarmed }) => is_alarmed).length;
    const chosen = highest(
      looks.filter((look) => spotless(look) && !named.has(look.enrollment)),
      chance,
      count,
    );
    for (const { enrollment } of chosen) named.add(enrollment);
    list.push(...chosen);
  }
  const all = pool.filter(spotless);
  const hits = (some: readonly Look[]) => some.filter(({ failed }) => failed).length;
  return { alerts: list.length, found: hits(list), looks: all.length, failed: hits(all) };
}

const failing = (pool: readonly Look[], is_failure: (look: Look) => boolean) =>
  new Set(pool.filter(is_failure).map(({ enrollment }) => enrollment)).size;

function found(
  failed: number,
  rule: readonly Look[],
  list: readonly Look[],
  is: (look: Look) => boolean,
): Found {
  const [low, high] = interval(rule.filter(is), list.filter(is));
  return {
    alerts: rule.length,
    failed,
    by_rule: rule.filter(is).length,
    by_list: list.filter(is).length,
    low,
    high,
  };
}

const RESAMPLINGS = 2000;

/** What lies in the middle 95 of 100 ratios when students are drawn again, with all that was found of each. */
function interval(rule: readonly Look[], list: readonly Look[]): [low: number, high: number] {
  const of = (some: readonly Look[]) => Map.groupBy(some, ({ enrollment }) => enrollment);
  const [rules, lists] = [of(rule), of(list)];
  const students = [...new Set([...rules.keys(), ...lists.keys()])]
    .toSorted((one, other) => one - other)
    .map((one) => ({
      rule: rules.get(one)?.length ?? 0,
      list: lists.get(one)?.length ?? 0,
    }));
  const chance = random(1);
  const ratios = Array.from({ length: RESAMPLINGS }, () => {
    const drawn = students.map(() => students[Math.floor(chance() * students.length)]);
    return sumOf(drawn.map((one) => one?.list ?? 0)) / Math.max(1, sumOf(drawn.map((one) => one?.rule ?? 0)));
  }).toSorted((one, other) => one - other);
  return [
    ratios[Math.floor(0.025 * RESAMPLINGS)] ?? Number.NaN,
    ratios[Math.floor(0.975 * RESAMPLINGS)] ?? Number.NaN,
  ];
}
