import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { schedulerOf } from '@seodang/recall';
import {
  before,
  byConstant,
  byFsrs,
  bySm2,
  cardsOf,
  lossesOf,
  meanLoss,
  type Predictor,
} from '@seodang/recall/fitting';
import { fitted } from '@seodang/recall/fitting/fit';
import { logOf, simulatedCards } from '@seodang/recall/testing/learners.ts';
import { fitApart } from '../server/domains/study/fitting.ts';
import { record } from './figures.ts';

const SEED = 7;
const log = logOf(simulatedCards(SEED, { students: 40, questions: 200, days: 200 }));
const cards = cardsOf(log);
const reviews = cards.reduce((sum, card) => sum + card.length, 0);

/** As the task does it: in a process of its own, started for this, while ours goes on. */
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const start = performance.now();
const fit = await fitApart([{ log, inUse: null }]);
const took = (performance.now() - start) / 1000;
delay.disable();
if (!fit) throw new Error('the log is too short');

const own = process.cpuUsage();
await fitted([{ log, inUse: null }]);
const { user, system } = process.cpuUsage(own);
const cpu = (user + system) / 1e6;

const learned = before(cards, fit.split_day);
const predictors: [string, () => Predictor][] = [
  ['FSRS 6, weights fitted to the earlier part', byFsrs(schedulerOf({ weights: fit.weights }))],
  ['FSRS 6, the weights that it brings', byFsrs(schedulerOf())],
  ['a constant: the share recalled in the earlier part', byConstant(learned)],
  ['SM-2', bySm2],
];
const rows = predictors.map(([name, predictorOf]) => {
  const loss = meanLoss(lossesOf(cards, fit.split_day, predictorOf));
  return `| ${name} | ${loss.toFixed(4)} |`;
});

await writeFile(
  join(import.meta.dirname, 'RECALL.md'),
  [
    '# What will be remembered',
    '',
    `Made by \`npm run bench recall\`: a simulated review log (packages/recall/testing/learners.ts, seed ${SEED}) of 40 students,`,
    `200 questions and 200 days, ${reviews} answers. Its learners forget by another law than FSRS assumes, differ from each other, and`,
    'guess. No data of real students stands behind it: what an academy gains is told by its own figures (`GET /study/fits`).',
    '',
    `Learned from ${fit.learned} answers before day ${fit.split_day}, tried on the ${fit.tested} from then on; answers on the day of the one before are`,
    'not predicted. Log loss per prediction, less is better. SM-2 names intervals: its chance is taken to be 0.9 there.',
    '',
    '| predicted by | log loss |',
    '| --- | --- |',
    ...rows,
    '',
    `Better than the weights that FSRS brings by ${fit.gain.toFixed(4)} ± ${fit.gain_error.toFixed(4)} (standard error over cards).`,
    '',
  ].join('\n'),
);

const busy = `load ${(loadavg()[0] ?? 0).toFixed(1)}`;
const longest = Math.round(delay.max / 1e6);
record('npm run bench recall', [
  {
    ...{ name: 'optimise_100k_s', value: Number(took.toFixed(2)), unit: 's', limit: 2 },
    limit_what: `at most; ${reviews} reviews fitted and tried in a process of its own, ${cpu.toFixed(1)} CPU-s; the longest that requests waited meanwhile ${longest} ms; ${busy}`,
  },
  {
    ...{ name: 'recall_log_loss_vs_default', unit: '×', limit: 1 },
    value: Number((fit.log_loss / fit.log_loss_default).toFixed(3)),
    limit_what:
      'at most; log loss of fitted weights over that of the weights that FSRS brings, on later answers; bench/RECALL.md',
  },
]);
