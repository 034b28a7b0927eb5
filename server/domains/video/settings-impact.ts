import type { EnforcementSettings, SettingsChange, VideoSettings } from '@seodang/contract/settings.ts';
import type { ViewingImpact } from '@seodang/contract/video-impact.ts';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import { keyOf, listMovable, listTermsOfOnline, namesOf } from './impact.queries.ts';
import { countsOf, NAMED_AT_MOST, watchingFirst } from './impact.ts';
import { cleared, differs, toPlayVerdict } from './play-verdict.ts';
import { thresholdsOf, videoSettings } from './settings.ts';
import { judgeBy } from './viewers.ts';
import { settingsOf } from './violations.queries.ts';
import { lapsesBefore, nextState } from './violations.rules.ts';

type Change = Pick<SettingsChange, 'video' | 'enforcement'>;

/** Whom other settings of all videos concern; a few statements however large the academy. */
export function impactOfSettings(scope: Scope, { video, enforcement }: Change): Promise<ViewingImpact> {
  return scope.tx(async (tx, scope) => {
    const settings = await settingsOf(tx);
    const chosen = videoSettings(settings);
    const verdicts = await watchingFirst(
      tx,
      scope,
      await changedVerdicts(tx, chosen, { ...chosen, ...video }),
    );
    const thresholds = thresholdsOf(settings);
    const moved = await changedSteps(tx, scope, thresholds, { ...thresholds, ...enforcement });
    const steps = await watchingFirst(tx, scope, moved);
    return {
      ...countsOf([...verdicts, ...steps]),
      students: await named(tx, verdicts),
      steps: await named(tx, steps),
    };
  });
}

/** How many may be watched at once concerns the next start alone, so it is nobody's verdict. */
async function changedVerdicts(tx: Tx, chosen: VideoSettings, next: VideoSettings) {
  if (chosen.once_for_online === next.once_for_online) return [];
  const groups = await listTermsOfOnline(tx);
  return groups.flatMap(({ pairs, ...terms }) => {
    const verdictBy = (settings: VideoSettings) =>
      toPlayVerdict(judgeBy(settings, { ...ofOnline, ...terms }), null);
    const [before, after] = [verdictBy(chosen), verdictBy({ ...chosen, ...onceOf(next) })];
    return differs(before, after) ? pairs.map((pair) => ({ ...pair, before, after })) : [];
  });
}

const onceOf = ({ once_for_online }: VideoSettings) => ({ once_for_online });

/** What all of them have in common. */
const ofOnline = {
  status: 'READY',
  enrollment_status: 'ACTIVE',
  attendance_status: 'ONLINE',
  session_enrollment_id: 1,
  enrollment_id: null,
  ...cleared,
  completed_at: null,
  case_id: null,
} as const;

async function changedSteps(tx: Tx, { now }: Scope, old: EnforcementSettings, next: EnforcementSettings) {
  if (JSON.stringify(old) === JSON.stringify({ ...old, ...next })) return [];
  const cases = await listMovable(tx, lapsesBefore(now));
  return cases.flatMap(({ state, has_confirmed, total, ...one }) => {
    const further = { violations: one.violations + 1, total: total + 1 };
    const [before, after] = [old, next].map((by) => nextState({ state, has_confirmed }, further, by));
    return before && after && before !== after ? { ...one, before, after } : [];
  });
}

async function named<P extends { enrollment: number; video: number }>(tx: Tx, places: readonly P[]) {
  const shown = places.slice(0, NAMED_AT_MOST);
  const names = new Map((await namesOf(tx, shown)).map((row) => [keyOf(row), row]));
  return shown.flatMap((place) => {
    const name = names.get(keyOf(place));
    return name ? { ...name, ...place } : [];
  });
}
