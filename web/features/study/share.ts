import { forgetEarly } from '../../lib/asked-early.ts';
import { joinRound, shareRound } from './device.ts';
import { isToShare, type Round, withArrived } from './round.rules.ts';
import type { Desk } from './sync.ts';

/** What the server knows of the student's rounds. */
type Shared = readonly { uuid: string; is_open: boolean; devices: number }[];

/** Tells the server of rounds that were begun, put off in part or ended here. */
export async function shareRounds(desk: Desk): Promise<void> {
  for (const round of desk.state().rounds.filter(isToShare)) {
    forgetEarly();
    const { shared, is_open } = await shareRound(round);
    await change(desk, round.uuid, (now) => ended({ ...now, shared }, is_open));
  }
}

/** Takes up what was begun on other devices, and ends here what was ended there. */
export async function takeUpRounds(desk: Desk, shared: Shared): Promise<void> {
  const here = new Map(desk.state().rounds.map((round) => [round.uuid, round]));
  for (const { uuid, is_open, devices } of shared) {
    const round = here.get(uuid);
    if (round && devices > 1) await change(desk, uuid, (now) => ({ ...now, has_others: true }));
    if (round && !is_open) await change(desk, uuid, (now) => ended({ ...now, shared: 'ended' }, false));
    // It may have ended meanwhile.
    const joined = round || !is_open ? undefined : await joinRound(uuid).catch(() => undefined);
    if (joined) await put(desk, [...desk.state().rounds, joined], joined);
  }
}

/** Puts the answers of other devices into the rounds that this device can go on with. */
export async function bringAnswers(desk: Desk): Promise<void> {
  const { rounds, questions } = desk.state();
  for (const { uuid } of rounds.filter(({ shared }) => shared !== undefined))
    await change(desk, uuid, (now) => withArrived(now, questions));
}

const ended = (round: Round, is_open: boolean): Round =>
  is_open ? round : { ...round, finished_at: round.finished_at ?? Date.now() };

/** Meanwhile the student may have gone on: what changes is the round as it is now. */
async function change(desk: Desk, uuid: string, by: (round: Round) => Round): Promise<void> {
  const { rounds } = desk.state();
  const before = rounds.find((round) => round.uuid === uuid);
  const after = before && by(before);
  if (!after || JSON.stringify(after) === JSON.stringify(before)) return;
  await put(
    desk,
    rounds.map((round) => (round === before ? after : round)),
    after,
  );
}

async function put(desk: Desk, rounds: readonly Round[], round: Round): Promise<void> {
  desk.set({ rounds: rounds.toSorted((a, b) => a.begun_at - b.begun_at) });
  await desk.write({ rounds: { put: [round] } });
}
