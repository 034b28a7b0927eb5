import { refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { signToken, verifyToken } from '#core/tokens.ts';

const AUDIENCE = 'playback';

/** How long a token, an address and a silent playback last. */
export const PLAYBACK_SECONDS = 600;

/** What a playback token says; `pv` is the version of the policy that it was issued under. */
export type PlaybackClaims = {
  tenant_id: number;
  session_id: string;
  video_id: number;
  enrollment_id: number;
  user_id: number;
  pv: number;
};

export function signPlayback(secret: string, claims: PlaybackClaims, expiresAt: number): string {
  return signToken(secret, AUDIENCE, claims, expiresAt);
}

/** The claims of the caller's own token. Refuses `token_required`, `invalid_token` (also somebody else's), `token_expired`. */
export function mustHoldToken(
  secret: string,
  scope: Scope,
  token: string | undefined,
  { evenExpired = false } = {},
): PlaybackClaims {
  if (!token) refuse('token_required');
  const verified = verifyToken<PlaybackClaims>(secret, AUDIENCE, token, scope.now);
  if (!verified.ok && verified.why === 'malformed') refuse('invalid_token');
  const { claims } = verified;
  if (claims.user_id !== userOf(scope).user_id || claims.tenant_id !== scope.tenant_id)
    refuse('invalid_token');
  if (!verified.ok && !evenExpired) refuse('token_expired');
  return claims;
}
