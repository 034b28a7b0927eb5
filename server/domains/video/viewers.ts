import type { EnforcementState, PlaybackPolicy } from '@seodang/contract/playback.ts';
import type { VideoSettings } from '@seodang/contract/settings.ts';
import type { PlayRefusal, VideoRule } from '@seodang/contract/video.ts';
import { effectivePolicy, type PermissionTerms, playRefusal, ruleOf } from './policy.rules.ts';
import { videoSettings } from './settings.ts';
import type { ClassViewing, Viewing } from './viewers.queries.ts';
import { hasLapsed } from './violations.rules.ts';

export type Verdict = { refusal: PlayRefusal | null; rule: VideoRule; policy: PlaybackPolicy };

/** What a verdict is made from, but for what the academy chose. */
export type Judged = Omit<
  ClassViewing,
  'settings' | 'enrollment' | 'student_name' | 'video_id' | 'completed'
>;

/** Whether a student may watch a video now, and how: the one answer for start, refresh, lists and previews. */
export function judge(viewing: Judged & { settings: unknown }): Verdict {
  return judgeBy(videoSettings(viewing.settings), viewing);
}

/** The same for many, whose academy's choice is read once. */
export function judgeBy(settings: VideoSettings, viewing: Judged): Verdict {
  const permission = permissionOf(viewing);
  const rule = ruleOf(permission, viewing.attendance_status, settings);
  const { max_sessions, max_devices } = settings;
  return {
    rule,
    refusal: playRefusal({
      enrolled: viewing.enrollment_status === 'ACTIVE',
      has_session_access: viewing.session_enrollment_id !== null,
      status: viewing.status,
      rule,
      is_revoked: viewing.case_state === 'revoked',
    }),
    policy: effectivePolicy({
      video: viewing,
      permission,
      rule,
      was_completed: viewing.completed_at !== null,
      limits: { max_sessions, max_devices },
    }),
  };
}

type Standing = Pick<Viewing, 'case_id' | 'case_state' | 'case_last_at'>;

/** How a playback begins that belongs to an open case: warned or paused as the one before was. */
export function standingOf(
  viewing: Standing,
  now: Date,
): { state: EnforcementState; case_id: number | null } {
  const { case_id, case_state: state, case_last_at: last_at } = viewing;
  if (state === null || last_at === null || state === 'ok' || hasLapsed({ state, last_at }, now))
    return { state: 'ok', case_id: null };
  return { state, case_id };
}

/** The row of the left join; its not-null columns are null together, where there is none. */
export function permissionOf(viewing: Judged): PermissionTerms | null {
  const { rule, block_speed_control, block_seek } = viewing;
  if (rule === null || block_speed_control === null || block_seek === null) return null;
  const { allow_skip_override, max_speed_override, show_watermark_override } = viewing;
  return {
    ...{ rule, allow_skip_override, max_speed_override, show_watermark_override },
    ...{ block_speed_control, block_seek },
  };
}
