import { randomUUID } from 'node:crypto';
import { EVENTS_A_BATCH, type PlaybackEventInput } from '@seodang/contract/playback-events.ts';
import { refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import type { Stage } from './playback.ts';
import type { Stored } from './playback-events.queries.ts';
import { sortOut } from './playback-events.rules.ts';
import { mustHoldToken } from './playback-token.ts';
import { enforce } from './violations.ts';

export type ReportInput = {
  token?: string | undefined;
  events: PlaybackEventInput[];
  batch_id?: string | undefined;
  sent_at?: number | undefined;
};

/**
 * What happened in a player comes on record with its judgement; a violation takes the student one step further towards
 * the end of the playback. The same batch again counts once. Refuses `batch_too_large`, as the token does, then
 * `policy_changed`, then `session_inactive` with its `reason`. Events that cannot be stored are named one by one.
 */
export async function reportEvents(scope: Scope, stage: Stage, input: ReportInput) {
  if (input.events.length > EVENTS_A_BATCH) refuse('batch_too_large', { most: EVENTS_A_BATCH });
  const claims = mustHoldToken(stage.token_secret, scope, input.token);
  const { events, rejected } = sortOut(input, scope.now);
  const batch = {
    ...claims,
    login_session_id: userOf(scope).login_session_id,
    now: scope.now,
    batch_id: input.batch_id ?? randomUUID(),
    events,
  };
  if (isJudgedByWatching(batch)) await stage.store.settle([claims]);
  const written = await stage.events.add(batch);
  const stored = written.problem === 'violates' ? await enforce(scope, stage, claims, batch) : written;
  mustBeStored(stored);
  const violations = (stored.violations ?? []).map(({ place, reason }) => ({
    index: events[place]?.index ?? place,
    reason,
  }));
  return { stored: stored.stored, state: stored.state, case_id: stored.case_id, violations, rejected };
}

/** Whether somebody may go to a place depends on what they have watched until now. */
function isJudgedByWatching({ events }: { events: readonly { type: string }[] }): boolean {
  return events.some(({ type }) => type === 'SEEK_ATTEMPT');
}

function mustBeStored({ problem, reason }: Stored): void {
  if (problem === 'violates') throw new Error('a batch that violates is stored by enforce');
  if (problem !== null) refuse(problem, reason === null ? {} : { reason });
}
