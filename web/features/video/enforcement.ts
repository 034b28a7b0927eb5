import type { EnforcementState } from '@seodang/contract/playback.ts';
import type { ViolationReason } from '@seodang/contract/playback-events.ts';

/** How a playback stands under its rules, and whether the viewer has yet to be told. */
export type Enforcement = {
  state: EnforcementState;
  case_id: number | null;
  /** Of the latest violations; empty while only the server knows. */
  reasons: readonly ViolationReason[];
  /** A warning that this viewer has not seen. */
  isNews: boolean;
};

type Answer = {
  state: EnforcementState;
  case_id?: number | null;
  violations?: readonly { reason: ViolationReason }[];
};

/** How a playback begins that continues what happened before; `wasSeen` says so of its warning. */
export function begin(
  { state, case_id }: { state: EnforcementState; case_id: number | null },
  wasSeen: boolean,
): Enforcement {
  return { state, case_id, reasons: [], isNews: state === 'warned' && !wasSeen };
}

/** What an answer of the server changes. A pause that was confirmed leaves a warning behind, which is no news. */
export function follow(before: Enforcement, { state, case_id, violations = [] }: Answer): Enforcement {
  const reasons = [...new Set(violations.map(({ reason }) => reason))];
  if (state === 'ok') return { state, case_id: null, reasons: [], isNews: false };
  const isNews = state === 'warned' && (before.isNews || reasons.length > 0 || before.state === 'ok');
  return {
    state,
    case_id: case_id ?? before.case_id,
    reasons: reasons.length > 0 ? reasons : before.reasons,
    isNews,
  };
}
