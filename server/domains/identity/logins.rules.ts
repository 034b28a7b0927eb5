const DAY = 24 * 60 * 60;
/** A login that is not used ends by itself. */
export const LOGIN_SECONDS = 30 * DAY;
/** Tabs of one browser share a cookie and may all come with the same one. */
export const GRACE_SECONDS = 30;

export type LoginState = {
  readonly generation: number;
  readonly issued_at: Date;
  readonly revoked_at: Date | null;
  readonly expires_at: Date;
};

/**
 * What to do with a genuine refresh token of some generation. `keep`: answer with the newest token again; `reused`: an
 * old token came back after its successor had been out for the grace, so somebody else has a copy.
 */
export type RefreshVerdict = 'ended' | 'keep' | 'rotate' | 'reused';

export function refreshVerdict(login: LoginState, presented: number, now: Date): RefreshVerdict {
  if (login.revoked_at !== null || login.expires_at <= now) return 'ended';
  const isFresh = now.getTime() - login.issued_at.getTime() < GRACE_SECONDS * 1000;
  if (presented === login.generation) return isFresh ? 'keep' : 'rotate';
  return presented === login.generation - 1 && isFresh ? 'keep' : 'reused';
}
