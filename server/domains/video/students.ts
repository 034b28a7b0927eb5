import type { StudentVideo, VideoStudent } from '@seodang/contract/video.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { mustSeeEnrollment, mustSeeOwnClassSession } from '#domains/school/index.ts';
import type { Delivery } from './delivery.ts';
import { effectiveRule, ruleOf } from './policy.rules.ts';
import { videoSettings } from './settings.ts';
import * as queries from './students.queries.ts';
import * as videoQueries from './videos.queries.ts';
import { shown } from './videos.ts';
import { listViewings, type Viewing } from './viewers.queries.ts';
import { judge } from './viewers.ts';
import { toWatchState } from './watched.rules.ts';

/** Every active student of a video's lecture and how far they watched; two statements however large the class. */
export function videoStats(scope: Scope, delivery: Delivery, id: number) {
  return scope.tx(async (tx, scope) => {
    const video = found(await videoQueries.findVideo(tx, scope, id));
    const students = toVideoStudents(await queries.listVideoStudents(tx, video, scope.now));
    return { video: shown(scope, delivery, video), students, total_filtered: students.length };
  });
}

function toVideoStudents(all: queries.VideoStudents): VideoStudent[] {
  const settings = videoSettings(all.settings);
  return all.enrollment.map((enrollment, at) => {
    const own = all.rules[enrollment];
    const attendance_status = all.attendance_status[at] ?? 'UNSET';
    const rule = ruleOf(own ? { rule: own } : null, attendance_status, settings);
    // One literal in the order of the contract: put together from parts, a class of a thousand costs six times as much.
    return {
      enrollment,
      student_name: all.student_name[at] ?? '',
      attendance_status,
      progress: all.progress[at] ?? 0,
      completed: all.completed.has(enrollment),
      last_position: all.last_position[at] ?? 0,
      watched_seconds: Math.round((all.watched_ms[at] ?? 0) / 1000),
      watching_now: all.watching_now.has(enrollment),
      rule,
      effective_rule: effectiveRule(rule, all.was_completed.has(enrollment)),
      student_phone: all.student_phone[at] ?? null,
      parent_phone: all.parent_phone[at] ?? null,
      school: all.school[at] ?? null,
      grade: all.grade[at] ?? null,
    };
  });
}

/** A class session's videos as one student meets them: the caller, or the child whose enrollment a parent names. */
export function listStudentVideos(
  scope: Scope,
  delivery: Delivery,
  { session, enrollment }: { session: number; enrollment?: number | undefined },
): Promise<StudentVideo[]> {
  return scope.tx(async (tx, scope) => {
    const { own } = await mustSeeOwnClassSession(tx, scope, session);
    if (enrollment !== undefined) await mustSeeEnrollment(tx, scope, enrollment);
    const mine = own.filter(({ enrollment_id }) => enrollment === undefined || enrollment_id === enrollment);
    if (mine.length > 1) refuse('invalid_request', { errors: [several] });
    const viewings = await listViewings(tx, session, mine[0]?.student_id ?? null);
    return viewings.map((viewing) => toStudentVideo(scope, delivery, viewing));
  });
}

const several = { pointer: '/enrollment', message: 'name one; several of your children are in this lecture' };

function toStudentVideo(scope: Scope, delivery: Delivery, viewing: Viewing): StudentVideo {
  const { refusal, rule, policy } = judge(viewing);
  const { video_id: id, session_id, title, order, status, duration, enrollment_id } = viewing;
  const { allow_skip, max_speed, show_watermark, created_at, updated_at } = viewing;
  const mayLook = refusal === null;
  return {
    ...{ id, session_id, title, order, status, duration, enrollment_id },
    ...{ allow_skip, max_speed, show_watermark, created_at, updated_at, source_type: 's3' },
    thumbnail_url: mayLook ? delivery.file(viewing.poster_path, userOf(scope).user_id, scope.now) : null,
    can_play: mayLook,
    reason: refusal,
    case_id: refusal === 'playback_revoked' ? viewing.case_id : null,
    rule: enrollment_id === null ? null : effectiveRule(rule, viewing.completed_at !== null),
    policy: mayLook ? policy : null,
    watch: toWatchState(viewing),
  };
}
