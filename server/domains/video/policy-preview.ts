import type {
  PolicyImpactRow,
  PolicyPreview,
  PolicyProposal,
  StudentPolicy,
} from '@seodang/contract/video-policy.ts';
import type { Tx } from '#core/db.ts';
import { found } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { listWatching } from './live-viewers.queries.ts';
import { differs, type Moved, proposed, toPlayVerdict } from './play-verdict.ts';
import { effectiveRule } from './policy.rules.ts';
import { videoSettings } from './settings.ts';
import { findVideo } from './videos.queries.ts';
import { mustBeOfLecture } from './videos.ts';
import { type ClassViewing, listClassViewings, listCompletedIn, listSeats } from './viewers.queries.ts';
import { judgeBy, permissionOf } from './viewers.ts';

/** Whom a change would concern before it is saved, by the judge that starts ask; a few statements however many. */
export function previewPolicy(scope: Scope, id: number, proposal: PolicyProposal): Promise<PolicyPreview> {
  return scope.tx(async (tx, scope) => {
    const { video, viewings, watching, verdictOf, settings } = await classOf(tx, scope, id);
    const moved = await movedTo(tx, scope, video, proposal.video?.session);
    const chosen = { ...settings, ...proposal.academy };
    const rows = viewings.map((viewing) => {
      const before = verdictOf(viewing);
      const after = verdictOf(proposed(viewing, proposal, moved), chosen);
      const { enrollment, student_name } = viewing;
      const changes = differs(before, after);
      return { enrollment, student_name, watching_now: watching.has(enrollment), changes, before, after };
    });
    return {
      total: rows.length,
      watching: rows.filter(({ watching_now }) => watching_now).length,
      changed: rows.filter(({ changes }) => changes).length,
      students: rows.filter(({ changes, watching_now }) => changes || watching_now),
    };
  });
}

/** Each active student of a video's lecture with what was set for them and what holds. */
export function listStudentPolicies(scope: Scope, id: number): Promise<StudentPolicy[]> {
  return scope.tx(async (tx, scope) => {
    const { viewings, watching, verdictOf } = await classOf(tx, scope, id);
    return viewings.map((viewing) => {
      const { enrollment, student_name, completed } = viewing;
      const set = permissionOf(viewing);
      return {
        ...{ enrollment, student_name, set },
        watching_now: watching.has(enrollment),
        completed: completed ?? false,
        is_override: set !== null,
        verdict: verdictOf(viewing),
      };
    });
  });
}

/** The original's short form: the rule of each active student. */
export function policyImpact(scope: Scope, id: number): Promise<PolicyImpactRow[]> {
  return scope.tx(async (tx, scope) => {
    const { viewings, ruleOf } = await classOf(tx, scope, id);
    return viewings.map((viewing) => {
      const { enrollment, student_name, completed, completed_at } = viewing;
      const rule = ruleOf(viewing);
      const effective_rule = effectiveRule(rule, completed_at !== null);
      return { enrollment, student_name, rule, effective_rule, completed: completed ?? false };
    });
  });
}

/** Who has a seat where the video goes, and who completes it by the share of that day; undefined where it stays. */
async function movedTo(
  tx: Tx,
  scope: Scope,
  { id, session_id, lecture_id }: { id: number; session_id: number; lecture_id: number },
  session: number | undefined,
): Promise<Moved | undefined> {
  if (session === undefined || session === session_id) return undefined;
  await mustBeOfLecture(tx, scope, session, lecture_id);
  const seats = await listSeats(tx, session);
  const completed = await listCompletedIn(tx, id, session);
  return {
    seats: new Map(seats.map((seat) => [seat.enrollment, seat])),
    completed: new Map(completed.map(({ enrollment }) => [enrollment, scope.now])),
  };
}

async function classOf(tx: Tx, scope: Scope, id: number) {
  const video = found(await findVideo(tx, scope, id));
  const viewings = await listClassViewings(tx, id);
  const settings = videoSettings(viewings[0]?.settings);
  return {
    video,
    settings,
    viewings,
    watching: await listWatching(tx, scope, id),
    ruleOf: (viewing: ClassViewing) => judgeBy(settings, viewing).rule,
    verdictOf: (viewing: ClassViewing, chosen = settings) =>
      toPlayVerdict(judgeBy(chosen, viewing), viewing.completed_at),
  };
}
