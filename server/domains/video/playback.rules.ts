import type { Limits } from './policy.rules.ts';

/** A playback of the same person that has neither ended nor expired. */
export type LivePlayback = { session_id: string; device_id: string; video_id: number; started_at: Date };

export type Wish = { device_id: string; video_id: number; takeover: boolean };
export type EndReason = 'reloaded' | 'taken_over';
export type Ending = { session_id: string; reason: EndReason };

export type Place =
  | { refused: 'device_limit_exceeded' | 'concurrency_limit_exceeded' }
  | { refused: null; endings: Ending[] };

/**
 * Whether one more playback fits (spec/02, Playback session), and what must end for it. The same device takes its own
 * over, so a reload never fails; another one only when the person chose so. A device is in use while any of its
 * playbacks is.
 */
export function placeFor(limits: Limits, live: readonly LivePlayback[], wish: Wish): Place {
  const oldestFirst = live.toSorted((a, b) => a.started_at.getTime() - b.started_at.getTime());
  const own = oldestFirst.filter(({ device_id }) => device_id === wish.device_id);
  const others = oldestFirst.filter(({ device_id }) => device_id !== wish.device_id);

  const devices = [...new Set(others.map(({ device_id }) => device_id))];
  const devicesTooMany = Math.max(0, devices.length + 1 - limits.max_devices);
  if (devicesTooMany > 0 && !wish.takeover) return { refused: 'device_limit_exceeded' };
  const leaving = new Set(devices.slice(0, devicesTooMany));

  const again = own.filter(({ video_id }) => video_id === wish.video_id);
  const gone = others.filter(({ device_id }) => leaving.has(device_id));
  const staying = [...own, ...others].filter((one) => !again.includes(one) && !gone.includes(one));
  const tooMany = staying.slice(0, Math.max(0, staying.length + 1 - limits.max_sessions));
  const taken = [...gone, ...tooMany.filter((one) => !own.includes(one))];
  if (taken.length > gone.length && !wish.takeover) return { refused: 'concurrency_limit_exceeded' };
  const reloaded = [...again, ...tooMany.filter((one) => own.includes(one))];
  return { refused: null, endings: [...endingsOf(reloaded, 'reloaded'), ...endingsOf(taken, 'taken_over')] };
}

function endingsOf(playbacks: readonly LivePlayback[], reason: EndReason): Ending[] {
  return playbacks.map(({ session_id }) => ({ session_id, reason }));
}

/** How long somebody may be unheard of and still have what was played meanwhile counted. */
export const UNHEARD_SECONDS = 15 * 60;

export type Continued = { credit_from: Date; last_seen_at: Date };

/**
 * From when playing counts in a new playback: from now; but one that continues an earlier one on the same device (after
 * a reload, or after a time without network that outlasted it) also counts what waited on the device.
 */
export function creditFrom(continued: Continued | null, now: Date): Date {
  const earliest = new Date(now.getTime() - UNHEARD_SECONDS * 1000);
  if (!continued || continued.last_seen_at < earliest) return now;
  return continued.credit_from > earliest ? continued.credit_from : earliest;
}
