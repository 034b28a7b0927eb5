import type { StudyFits } from '@seodang/contract/study-fits.ts';
import { addDays } from '@seodang/recall';
import { FEWEST_LEARNED, FEWEST_TESTED, type Fit, isBetter } from '@seodang/recall/fitting';
import { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import { lock, type Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { defineTask, enqueue } from '#core/tasks.ts';
import type { Upkeep } from '#core/upkeep.ts';
import { followFitTask } from './fit-change.ts';
import * as queries from './fits.queries.ts';
import { fitApart } from './fitting.ts';

const MOST_LISTED = 30;
const NEEDED = FEWEST_LEARNED + FEWEST_TESTED;

/** Fits weights to what the academy answered, outside of any transaction and process of ours, and adopts what is better. */
export const fitTask = defineTask({
  name: 'study.fit',
  payload: z.strictObject({}),
  run: async (scope) => {
    const { log, in_use } = await scope.tx(async (tx) => {
      const { timezone } = await findAcademy(tx);
      const in_use = await queries.findAdopted(tx);
      return { log: await queries.readLog(tx, timezone), in_use };
    });
    const fit = await fitApart(log, in_use?.weights ?? null);
    if (fit) await scope.tx((tx, scope) => keep(tx, scope, fit, in_use?.id ?? null));
  },
});

/** Keeps the figures of a fit; it is adopted unless something else came into use meanwhile. */
async function keep(tx: Tx, scope: Scope, fit: Fit, triedAgainst: number | null): Promise<void> {
  await lock(tx, 'study_fit', 0);
  const { split_day, ...figures } = fit;
  const in_use = (await queries.findAdopted(tx))?.id ?? null;
  const state = isBetter(fit) && in_use === triedAgainst ? 'adopted' : 'rejected';
  const split_on = addDays('1970-01-01', split_day);
  await queries.insertFit(tx, { ...figures, state, split_on, fitted_at: scope.now });
  if (state === 'adopted') await enqueue(tx, followFitTask, {}, { key: 'follow' });
  await publish(tx, 'study');
}

/** What was fitted and what it came to, for those who run the academy. */
export function listFits(scope: Scope): Promise<StudyFits> {
  return scope.tx((tx) => show(tx));
}

/** Fits anew as soon as the machine gets to it, also after a switch back; refuses with `too_few_reviews`. */
export function fitNow(scope: Scope): Promise<StudyFits> {
  return scope.tx(async (tx, scope) => {
    const { total } = await queries.countReviews(tx);
    if (total < NEEDED) refuse('too_few_reviews', { reviews: total, needed: NEEDED });
    await queue(tx);
    await audit(tx, scope, { action: 'study_fit.ask', subject_type: 'study_fit', subject_id: null });
    return show(tx);
  });
}

/** Takes the weights that were in use before; all memories follow. Refuses with `nothing_adopted`. */
export function revertFit(scope: Scope): Promise<StudyFits> {
  return scope.tx(async (tx, scope) => {
    await lock(tx, 'study_fit', 0);
    const in_use = (await queries.findAdopted(tx)) ?? refuse('nothing_adopted');
    await queries.markReverted(tx, in_use.id, scope.now);
    await enqueue(tx, followFitTask, {}, { key: 'follow' });
    await audit(tx, scope, {
      ...{ action: 'study_fit.revert', subject_type: 'study_fit', subject_id: in_use.id },
    });
    await publish(tx, 'study');
    return show(tx);
  });
}

/** One after the other, in all academies: each takes a core for seconds. */
function queue(tx: Tx): Promise<void> {
  return enqueue(tx, fitTask, {}, { key: 'fit', queue: 'study_fit', attempts: 2 });
}

async function show(tx: Tx): Promise<StudyFits> {
  return {
    in_use: (await queries.findAdopted(tx))?.id ?? null,
    is_paused: await queries.isPaused(tx),
    reviews: (await queries.countReviews(tx)).total,
    needed: NEEDED,
    results: await queries.listFits(tx, MOST_LISTED),
  };
}

/** Fewer new answers than this share of all tell little that was not known. */
const NEWS = 0.05;

export const fitUpkeep: readonly Upkeep[] = [
  {
    name: 'study.fit_at_night',
    every: 'day',
    step: (scope) =>
      scope.tx(async (tx) => {
        const { total, since } = await queries.countReviews(tx);
        if (total >= NEEDED && since >= total * NEWS && !(await queries.isPaused(tx))) await queue(tx);
        // Students who came after the last fit was adopted.
        await enqueue(tx, followFitTask, {}, { key: 'follow' });
        return 0;
      }),
  },
];
