import type { PermissionChange } from '@seodang/contract/video-permission.ts';
import type { PlayVerdict, PolicyProposal } from '@seodang/contract/video-policy.ts';
import { effectiveRule, type PermissionTerms } from './policy.rules.ts';
import type { ClassViewing } from './viewers.queries.ts';
import { permissionOf, type Verdict } from './viewers.ts';

/** A rule as it is stored when only a part of it is said. */
const fresh: PermissionTerms = {
  rule: 'free',
  allow_skip_override: null,
  max_speed_override: null,
  show_watermark_override: null,
  block_speed_control: false,
  block_seek: false,
};
/** Nothing is chosen for the student alone. */
export const cleared = {
  rule: null,
  allow_skip_override: null,
  max_speed_override: null,
  show_watermark_override: null,
  block_speed_control: null,
  block_seek: null,
};

export type Seat = Pick<ClassViewing, 'session_enrollment_id' | 'attendance_status'>;
const noSeat: Seat = { session_enrollment_id: null, attendance_status: null };

/** By enrollment, in the class session that a video goes to: the seats, and when who completes the video by it does. */
export type Moved = { seats: ReadonlyMap<number, Seat>; completed: ReadonlyMap<number, Date> };

/** A viewing as it would be once the proposal is saved; `moved` where the video goes to another class session. */
export function proposed(
  viewing: ClassViewing,
  { video = {}, students }: PolicyProposal,
  moved: Moved | undefined,
): ClassViewing {
  const { allow_skip = viewing.allow_skip, max_speed = viewing.max_speed } = video;
  const { show_watermark = viewing.show_watermark } = video;
  const seat = moved && (moved.seats.get(viewing.enrollment) ?? noSeat);
  const completed_at = viewing.completed_at ?? moved?.completed.get(viewing.enrollment) ?? null;
  const after = { ...viewing, ...seat, completed_at, allow_skip, max_speed, show_watermark };
  return students?.enrollments.includes(viewing.enrollment) ? changedFor(after, students) : after;
}

function changedFor(
  viewing: ClassViewing,
  { change, attendance, enrollment_status }: NonNullable<PolicyProposal['students']>,
): ClassViewing {
  const isSeated = viewing.session_enrollment_id !== null;
  return {
    ...viewing,
    ...(change === undefined ? {} : change === null ? cleared : changed(viewing, change)),
    ...(attendance && isSeated && { attendance_status: attendance }),
    ...(enrollment_status && { enrollment_status }),
  };
}

function changed(viewing: ClassViewing, change: PermissionChange): PermissionTerms {
  const set = permissionOf(viewing) ?? fresh;
  const { rule = set.rule, allow_skip_override = set.allow_skip_override } = change;
  const { max_speed_override = set.max_speed_override } = change;
  const { show_watermark_override = set.show_watermark_override } = change;
  const { block_speed_control = set.block_speed_control, block_seek = set.block_seek } = change;
  return {
    ...{ rule, allow_skip_override, max_speed_override, show_watermark_override },
    ...{ block_speed_control, block_seek },
  };
}

/** A verdict as people are shown it: who may not watch has no policy. */
export function toPlayVerdict({ refusal, rule, policy }: Verdict, completed_at: Date | null): PlayVerdict {
  return {
    reason: refusal,
    rule: effectiveRule(rule, completed_at !== null),
    policy: refusal === null ? policy : null,
  };
}

/** Whether somebody would watch otherwise: let in, kept out, or under another policy; not for another reason alone. */
export function differs(before: PlayVerdict, after: PlayVerdict): boolean {
  return JSON.stringify(before.policy) !== JSON.stringify(after.policy);
}
