import type { Sheet } from '../geometry/geometry.ts';
import type { PageReading } from '../read/page.ts';
import { foreignSpecimens, readForeignSpecimen } from './foreign.ts';
import { readSpecimen, specimens } from './run.ts';
import type { Truth } from './student.ts';
import { count, emptyTally, judge, type Reliability, type Tally } from './tally.ts';

export type Source = 'scan' | 'photo' | 'foreign';

/** What came of a part of the corpus: in all, for each way of degrading, and by claimed probability. */
export type Measured = {
  total: Tally;
  kinds: Map<string, Tally>;
  reliability: Reliability;
  silent: string[];
};

export const emptyMeasure = (): Measured => ({
  total: emptyTally(),
  kinds: new Map(),
  reliability: new Map(),
  silent: [],
});

type Case = {
  name: string;
  kind: { source: string; kind: string };
  sheet: Sheet;
  truth: Truth;
  enrollment?: number;
};

function judgeIdentity(tally: Tally, page: PageReading & { status: 'read' }, one: Case): void {
  const { identity } = page;
  if (identity.status === 'none') return;
  tally.identities += 1;
  if (identity.status === 'review') tally.identityReview += 1;
  else if (identity.enrollment === undefined)
    tally.identityWrong += identity.number === one.truth.number ? 0 : 1;
  else tally.identityWrong += identity.enrollment === one.enrollment ? 0 : 1;
}

/** Adds a page to a measure. Questions of a refused page are flagged: a person must read them. */
export function add(measured: Measured, one: Case, page: PageReading): void {
  const key = `${one.kind.source} ${one.kind.kind}`;
  const kind = measured.kinds.get(key) ?? emptyTally();
  measured.kinds.set(key, kind);
  for (const tally of [measured.total, kind]) {
    tally.sheets += 1;
    tally.questions += one.truth.answers.size;
    if (page.status === 'refused') {
      tally.refused += 1;
      tally.flagged += one.truth.answers.size;
    } else judgeIdentity(tally, page, one);
  }
  if (page.status === 'refused') return;
  for (const question of page.questions) {
    const numeric = one.sheet.questions.find(({ number }) => number === question.number)?.kind === 'numeric';
    const truth = one.truth.answers.get(question.number) ?? [];
    const verdict = judge(question, truth, numeric);
    measured.total[verdict] += 1;
    kind[verdict] += 1;
    if (verdict !== 'flagged') count(measured.reliability, question.probability, verdict === 'exact');
    if (verdict !== 'silent') continue;
    const meant = truth.map((column) => column.join('+')).join(' ');
    measured.silent.push(
      `${one.name} question ${question.number}: meant ${meant}, read ${question.marked.join('+')}`,
    );
  }
}

/** Makes and reads sheets of the corpus, until all are done or `goOn` says no. */
export async function measure(
  source: Source,
  options: { seed: number; from: number; to: number },
  into: Measured,
  goOn: () => boolean = () => true,
): Promise<void> {
  if (source === 'foreign') {
    for await (const specimen of foreignSpecimens(options)) {
      add(into, specimen, await readForeignSpecimen(specimen));
      if (!goOn()) return;
    }
    return;
  }
  for await (const specimen of specimens({ ...options, source })) {
    add(into, specimen, await readSpecimen(specimen));
    if (!goOn()) return;
  }
}
