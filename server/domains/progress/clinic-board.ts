import type { clinicEffect as effectApi } from '@seodang/contract/clinic.ts';
import type { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import { dayIn } from '#core/calendar.rules.ts';
import type { Scope } from '#core/scope.ts';
import * as queries from './clinic-board.queries.ts';
import { listSlots } from './clinic-slots.queries.ts';

const MOST_SLOTS = 500;

/** The slots of a day of the academy, and who comes to each. */
export function clinicBoard(scope: Scope, day?: string) {
  return scope.tx(async (tx, scope) => {
    const date = day ?? dayIn((await findAcademy(tx)).timezone, scope.now);
    const bounds = await queries.boundsOf(tx, date);
    const { rows } = await listSlots(tx, scope, { ...bounds, page: 1, page_size: MOST_SLOTS });
    const offered = rows.filter(({ cancelled_at }) => cancelled_at === null);
    const visitors = await queries.listVisitors(
      tx,
      scope,
      offered.map(({ id }) => id),
    );
    const bySlot = Map.groupBy(visitors, ({ slot_id }) => slot_id);
    return { date, slots: offered.map((slot) => ({ ...slot, visitors: bySlot.get(slot.id) ?? [] })) };
  });
}

/** What clinics did to the scores, by cause and teacher. */
export function clinicEffect(scope: Scope, window: z.output<typeof effectApi.schema.querystring>) {
  return scope.tx(async (tx, scope) => ({ results: await queries.listEffects(tx, scope, window) }));
}
