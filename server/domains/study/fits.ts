import type { StudyFits } from '@seodang/contract/study-fits.ts';
import { addDays } from '@seodang/recall';
import { type Fit, isBetter } from '@seodang/recall/fitting';
import { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import { audit } from '#core/audit.ts';
import { lock, type Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { defineTask, enqueue } from '#core/tasks.ts';
import type { Upkeep } from '#core/upkeep.ts';
import { followFitTask } from './fit-change.ts';
import * as queries from './fits.queries.ts';
import { hasNews, isSameScope, NEEDED, NEEDED_OF_STUDENT, partsOf, worthFitting } from './fits.rules.ts';
import { fitApart } from './fitting.ts';

const MOST_LISTED = 30;
type FitScope = queries.FitScope;

/**
 * Fits weights to what one student, those of a subject or all of the academy answered, outside of any transaction and
 * process of ours, and adopts what is better.
 */
export const fitTask = defineTask({
  name: 'study.fit',
  payload: z.strictObject({
    subject: z.string().nullable().default(null),
    student_id: z.int().nullable().default(null),
    /** How many answers there were when it was asked for. */
    reviews: z.int().default(0),
  }),
  run: async (scope, whose) => {
    const { parts, in_use } = await scope.tx(async (tx) => {
      const { timezone } = await findAcademy(tx);
      const adopted = await queries.listAdopted(tx);
      return {
        parts: partsOf(await queries.readLog(tx, timezone, whose), whose, adopted),
        in_use: adopted.find((fit) => isSameScope(fit, whose))?.id ?? null,
      };
    });
    const fit = await fitApart(parts);
    await scope.tx(async (tx, scope) => {
      await queries.putTry(tx, whose, whose.reviews, scope.now);
      if (fit) await keep(tx, scope, fit, whose, in_use);
    });
  },
});

/** Keeps the figures of a fit; it is adopted unless something else came into use meanwhile. */
async function keep(
  tx: Tx,
  scope: Scope,
  fit: Fit,
  whose: FitScope & { reviews: number },
  triedAgainst: number | null,
): Promise<void> {
  await lock(tx, 'study_fit', 0);
  const { split_day, ...figures } = fit;
  const in_use = (await queries.listAdopted(tx)).find((one) => isSameScope(one, whose))?.id ?? null;
  const state = isBetter(fit) && in_use === triedAgainst ? 'adopted' : 'rejected';
  const split_on = addDays('1970-01-01', split_day);
  await queries.insertFit(tx, { ...figures, ...whose, state, split_on, fitted_at: scope.now });
  if (state === 'adopted') await enqueue(tx, followFitTask, {}, { key: 'follow' });
  await publish(tx, 'study');
}

/** What was fitted and what it came to, for those who run the academy. */
export function listFits(scope: Scope): Promise<StudyFits> {
  return scope.tx((tx) => show(tx));
}

/** Fits all anew as soon as the machine gets to it, also after a switch back; refuses with `too_few_reviews`. */
export function fitNow(scope: Scope): Promise<StudyFits> {
  return scope.tx(async (tx, scope) => {
    const counted = await queries.countReviews(tx);
    const reviews = totalOf(counted);
    if (reviews < NEEDED) refuse('too_few_reviews', { reviews, needed: NEEDED });
    for (const whose of worthFitting(counted)) await queue(tx, whose);
    await audit(tx, scope, { action: 'study_fit.ask', subject_type: 'study_fit', subject_id: null });
    return show(tx);
  });
}

/** Takes the weights that were in use before; memories follow. Refuses with `nothing_adopted` what is not in use. */
export function revertFit(scope: Scope, id: number): Promise<StudyFits> {
  return scope.tx(async (tx, scope) => {
    await lock(tx, 'study_fit', 0);
    found(await queries.findFit(tx, id));
    if (!(await queries.listAdopted(tx)).some((fit) => fit.id === id)) refuse('nothing_adopted');
    await queries.markReverted(tx, id, scope.now);
    await enqueue(tx, followFitTask, {}, { key: 'follow' });
    await audit(tx, scope, { action: 'study_fit.revert', subject_type: 'study_fit', subject_id: id });
    await publish(tx, 'study');
    return show(tx);
  });
}

/** One after the other, in all academies: each takes a core for seconds. */
function queue(tx: Tx, { subject, student_id, total }: FitScope & { total: number }): Promise<void> {
  const of =
    student_id === null ? (subject === null ? 'all' : `subject ${subject}`) : `student ${student_id}`;
  const payload = { subject, student_id, reviews: total };
  return enqueue(tx, fitTask, payload, { key: `fit ${of}`, queue: 'study_fit', attempts: 2 });
}

const totalOf = (counted: Awaited<ReturnType<typeof queries.countReviews>>) =>
  counted.find(({ subject, student_id }) => subject === null && student_id === null)?.total ?? 0;

async function show(tx: Tx): Promise<StudyFits> {
  const in_use = (await queries.listAdopted(tx)).map(({ id }) => id);
  return {
    in_use,
    paused: await queries.listPaused(tx),
    reviews: totalOf(await queries.countReviews(tx)),
    ...{ needed: NEEDED, needed_of_student: NEEDED_OF_STUDENT },
    results: await queries.listFits(tx, in_use, MOST_LISTED),
  };
}

export const fitUpkeep: readonly Upkeep[] = [
  {
    name: 'study.fit_at_night',
    every: 'day',
    step: (scope) =>
      scope.tx(async (tx) => {
        const paused = await queries.listPaused(tx);
        const wanted = worthFitting(await queries.countReviews(tx)).filter(hasNews);
        for (const whose of wanted)
          if (!paused.some((one) => isSameScope(one, whose))) await queue(tx, whose);
        // Students who came after the last fit was adopted.
        await enqueue(tx, followFitTask, {}, { key: 'follow' });
        return 0;
      }),
  },
];
