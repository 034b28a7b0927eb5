import type { PlaybackPolicy } from '@seodang/contract/playback.ts';
import type { PlayRefusal, VideoRule } from '@seodang/contract/video.ts';
import { effectivePolicy, type PermissionTerms, playRefusal, ruleOf } from './policy.rules.ts';
import { videoSettings } from './settings.ts';
import type { Viewing } from './viewers.queries.ts';

export type Verdict = { refusal: PlayRefusal | null; rule: VideoRule; policy: PlaybackPolicy };

/** Whether a student may watch a video now, and how: the one answer for start, refresh, lists and previews. */
export function judge(viewing: Viewing): Verdict {
  const settings = videoSettings(viewing.settings);
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
    }),
    policy: effectivePolicy({
      video: viewing,
      permission,
      rule,
      completed: viewing.completed ?? false,
      limits: { max_sessions, max_devices },
    }),
  };
}

/** The row of the left join; its not-null columns are null together, where there is none. */
function permissionOf(viewing: Viewing): PermissionTerms | null {
  const { rule, block_speed_control, block_seek } = viewing;
  if (rule === null || block_speed_control === null || block_seek === null) return null;
  return { ...viewing, rule, block_speed_control, block_seek };
}
