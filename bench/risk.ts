import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { riskModel } from '../server/domains/progress/ranking.model.ts';
import { chanceOf } from '../server/domains/progress/ranking.rules.ts';
import { record } from './figures.ts';
import { looksOfTerm, TRIED_FROM as TERM_TRIED_FROM } from './risk/academy.ts';
import { firstCases, studentsAndWeeks } from './risk/compare.ts';
import { withDatabase } from './risk/database.ts';
import { chooseRidge, fitRisk } from './risk/fit.ts';
import type { Look } from './risk/looks.ts';
import { looksOfOulad } from './risk/oulad.ts';
import { TRIED_FROM } from './risk/oulad-academy.ts';
import { readOulad } from './risk/oulad-files.ts';
import { comparisons } from './risk/report.ts';
import { type Outcome, riskReport } from './risk/report-text.ts';

/** Of every so many students of the real data one is taken, so that the figures are there in a minute. */
const ONE_OF = process.argv.includes('--all') ? 1 : 4;
const REST = Number(process.argv.find((text) => text.startsWith('--rest='))?.slice(7) ?? 0);
const LEARNED_FROM = 4;

/** Learns from what was known before the first week that it is tried on. */
function tryOn(version: string, looks: readonly Look[], from: number, tried_from: number): Outcome {
  const learned = looks.filter(({ week, known_week }) => week >= from && known_week <= tried_from);
  const tried = looks.filter(({ week }) => week >= tried_from);
  const { ridge, losses } = chooseRidge(learned);
  const model = fitRisk(version, learned, ridge);
  return {
    looks,
    tried,
    model,
    learned: learned.length,
    ridge,
    losses,
    ...comparisons({ looks, tried, model }),
  };
}

async function keep(outcome: Outcome): Promise<void> {
  const text = `import type { RiskModel } from './ranking.rules.ts';\n\n/** Made by \`node bench/risk.ts --keep\` out of a simulated term (bench/risk/term.ts); its figures are in bench/RISK.md. */\nexport const riskModel: RiskModel = ${JSON.stringify(outcome.model)};\n`;
  await writeFile(join(import.meta.dirname, '../server/domains/progress/ranking.model.ts'), text);
}

const data = readOulad(join(import.meta.dirname, '.data/oulad'), ONE_OF, REST);
const looks = await withDatabase(async (owner, db) => ({
  term: await looksOfTerm(owner, db),
  real: data && (await looksOfOulad(owner, db, data)),
}));
const term = tryOn(riskModel.version, looks.term, LEARNED_FROM, TERM_TRIED_FROM);
if (process.argv.includes('--keep')) await keep(term);
const knowing = ({ known_chance }: Look) => known_chance ?? 0;
const ceilings: Outcome['rows'] = [
  ['first cases', firstCases(term.pool, knowing)],
  ['students × weeks', studentsAndWeeks(term.tried, knowing)],
];
console.log(term.rows, ceilings);

if (looks.real === undefined) {
  console.log(
    'The real data are not in bench/.data/oulad (see bench/risk/DATA.md): figures and RISK.md stay as they are.',
  );
} else {
  const real = tryOn('oulad', looks.real, 0, TRIED_FROM);
  const shipped = ({ facts }: Look) => chanceOf(term.model, facts);
  const carried: Outcome['rows'] = [['first cases', firstCases(real.pool, shipped)]];
  console.log(real.rows, carried);
  await writeFile(
    join(import.meta.dirname, 'RISK.md'),
    riskReport({ term, ceilings, real, carried, one_of: ONE_OF }),
  );
  const [[, { by_list, by_rule }]] = real.rows as [Outcome['rows'][number]];
  record('npm run bench risk', [
    {
      name: 'risk_recall_gain',
      value: Number((by_list / by_rule).toFixed(2)),
      unit: '×',
      limit: 1.5,
      limit_what:
        'at least; students who fall behind after their first alert, found by the list over found by the rules, with as many alerts each week; real students of another institution (OULAD), learned from earlier courses',
    },
  ]);
}
