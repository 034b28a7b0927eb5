import type { AttendanceStatus } from '@seodang/contract/attendance.ts';
import type { ProgressCode, RequirementState } from '@seodang/contract/progress.ts';

/** The day on which everything is judged. */
export const TODAY = '2026-03-10';

/** A moment beside the one at which everything is judged; null: never. */
export type When = 'past' | 'future' | null;
export type ExamFact = {
  state: 'draft' | 'published' | 'closed';
  is_online: boolean;
  /** Somebody else of the class has a result. */
  others: boolean;
  /** The student's own answers wait to be graded; who has a result waits for nothing. */
  waits: boolean;
  released: boolean;
  /** The days of the academy on which it opens and was published. */
  opens: string | null;
  published: string | null;
  closes: When;
  longer: When;
  score: number | null;
  /** What it was worth when it was taken again in a clinic; who has no result took nothing again. */
  retest: number | null;
  pass_score: number;
};
export type HomeworkFact = {
  rule: 'SUBMIT' | 'SCORE' | 'TEACHER_APPROVAL' | null;
  due: When;
  longer: When;
  pass_score: number | null;
  max_score: number | null;
  submitted: 'not' | 'failed' | 'yes';
  review: { verdict: 'approved' | 'returned'; score: number | null } | null;
};
export type Requirement = 'video' | 'exam' | 'homework';
export type SessionFact = {
  date: When;
  is_supplement: boolean;
  attendance: AttendanceStatus;
  videos: { ready: boolean; seconds: number; share: number }[];
  exams: ExamFact[];
  homework: HomeworkFact[];
  /** What a teacher excused, and what a teacher says the session came to. */
  excuses: Requirement[];
  decided: boolean | null;
};
export type Policy = {
  /** Holds for sessions from this day on; null: for all. */
  from: string | null;
  required: number;
  exams: [from: number, to: number];
  homework: [from: number, to: number];
  pass_type: 'SUBMIT' | 'SCORE' | 'TEACHER_APPROVAL';
  pass_share: number;
  grace: number;
  warning: number;
  danger: number;
  low_warning: number;
  low_danger: number;
};
/** The first policy is that of the lecture's beginning; each one after it was published after those before. */
export type Story = { policies: [Policy, ...Policy[]]; sessions: SessionFact[] };

export type Verdict = {
  video_state: RequirementState;
  exam_state: RequirementState;
  homework_state: RequirementState;
  rate: number;
  completed: boolean;
  is_judged: boolean;
  is_overridden: boolean;
  codes: ProgressCode[];
};

const offline: readonly AttendanceStatus[] = ['PRESENT', 'LATE', 'EARLY_LEAVE', 'SUPPLEMENT'];
const fine = (state: RequirementState) => ['not_required', 'passed', 'excused'].includes(state);
const order: readonly RequirementState[] = ['failed', 'pending', 'not_due', 'passed', 'excused'];
const worst = (states: readonly RequirementState[]) =>
  order.find((state) => states.includes(state)) ?? 'not_required';

/** The number of the session's week among regular ones, null for make-up sessions. */
export function weekOf({ sessions }: Story, at: number): number | null {
  if (sessions[at]?.is_supplement) return null;
  return sessions.slice(0, at + 1).filter((one) => !one.is_supplement).length;
}

/** The day of a session; each week has its own. */
export function dayOf({ sessions }: Story, at: number): string | null {
  const date = sessions[at]?.date ?? null;
  return date && `2026-${date === 'past' ? '03' : '04'}-0${at + 1}`;
}

const daysBefore = (day: string, earlier: string) => (Date.parse(day) - Date.parse(earlier)) / 86_400_000;

const lastOf = (policies: Story['policies'], holds: (policy: Policy) => boolean) =>
  policies.findLast(holds) ?? policies[0];

/** What holds for a session: the last word that was in force on its day, or, without a day, the last word. */
function policyOf(story: Story, at: number): Policy {
  const day = dayOf(story, at);
  return lastOf(story.policies, ({ from }) => from === null || day === null || from <= day);
}

/** What says from how many on it is a risk: what holds for the last session that is due. */
function riskPolicyOf(story: Story): Policy {
  const due = story.sessions.flatMap(({ date }, at) => (date === 'past' ? [dayOf(story, at) ?? ''] : []));
  return lastOf(story.policies, ({ from }) => from === null || from <= (due.at(-1) ?? ''));
}

type Judged = { state: RequirementState; code: ProgressCode | null; is_missed: boolean; is_known: boolean };
type Seen = { policy: Policy; session: SessionFact; due: boolean; day: string | null; excused: boolean };

const unmet = (state: RequirementState, code: ProgressCode) => (fine(state) ? null : code);

function judgeVideos({ policy, session, due, excused }: Seen): Judged & { rate: number } {
  const ready = session.videos.filter((video) => video.ready);
  const seconds = ready.reduce((sum, video) => sum + video.seconds, 0);
  const watched = ready.reduce((sum, video) => sum + Math.fround(video.share) * video.seconds, 0);
  const rate = ready.length === 0 ? 0 : Math.floor(1e-4 + (100 * watched) / seconds);
  const of = (): RequirementState => {
    if (ready.length === 0) return 'not_required';
    if (offline.includes(session.attendance) || rate >= policy.required) return 'passed';
    if (excused || session.excuses.includes('video')) return 'excused';
    return due ? 'pending' : 'not_due';
  };
  const state = of();
  const is_known = ready.some(({ share }) => share > 0);
  return { state, rate, code: unmet(state, 'VIDEO_INCOMPLETE'), is_missed: state === 'pending', is_known };
}

/** What has no end of its own ends with the days of grace, which begin when all is there. */
function hasRunOut({ longer, closes, opens, published }: ExamFact, day: string | null, grace: number) {
  const end = longer ?? closes;
  const start = [day, opens, published].reduce((a, b) => ((b ?? '') > (a ?? '') ? b : a)) ?? TODAY;
  return end === null ? daysBefore(TODAY, start) > grace : end === 'past';
}

function judgeExams({ policy, session, due, day, excused }: Seen, inRange: boolean): Judged {
  const exams = inRange ? session.exams.filter((exam) => exam.state !== 'draft') : [];
  const of = (exam: ExamFact): RequirementState => {
    if (exam.score !== null) return isPassed(exam) ? 'passed' : 'failed';
    if (excused) return 'excused';
    return due ? 'pending' : 'not_due';
  };
  const isOver = (exam: ExamFact) =>
    exam.longer !== 'future' &&
    (exam.state === 'closed' ||
      exam.released ||
      ((exam.is_online || exam.others) && hasRunOut(exam, day, policy.grace)));
  const state = excusedBy(session, 'exam', worst(exams.map(of)));
  const wasAway = due && exams.some((exam) => exam.score === null && !exam.waits && isOver(exam));
  return {
    state,
    code: unmet(state, state === 'failed' ? 'EXAM_FAILED' : 'EXAM_MISSING'),
    is_missed: state === 'failed' || (state === 'pending' && wasAway),
    is_known: exams.some(({ score }) => score !== null),
  };
}

/** Who is excused need not do what is not done; what is done stays so. */
function excusedBy({ excuses }: SessionFact, requirement: Requirement, state: RequirementState) {
  return excuses.includes(requirement) && !fine(state) ? 'excused' : state;
}

function judgeHomework({ policy, session, due, excused }: Seen, inRange: boolean): Judged {
  const homework = inRange ? session.homework : [];
  const isDue = ({ due: until, longer }: HomeworkFact) => due && (longer ?? until) !== 'future';
  const of = (one: HomeworkFact): RequirementState => {
    const rule = one.rule ?? policy.pass_type;
    const isIn = one.submitted === 'yes';
    const score = (isIn && one.review?.score) ?? null;
    const enough = one.pass_score ?? ((one.max_score ?? 100) * policy.pass_share) / 100;
    if (rule === 'SUBMIT' && isIn) return 'passed';
    if (rule === 'SCORE' && typeof score === 'number') return score >= enough ? 'passed' : 'failed';
    if (rule === 'TEACHER_APPROVAL' && isIn && one.review?.verdict === 'approved') return 'passed';
    if (isIn) return 'pending';
    if (excused) return 'excused';
    return isDue(one) ? 'pending' : 'not_due';
  };
  const state = excusedBy(session, 'homework', worst(homework.map(of)));
  const isMissing = homework.some((one) => one.submitted !== 'yes' && isDue(one));
  const is_known = homework.some(({ submitted }) => submitted === 'yes');
  return {
    state,
    code: unmet(state, isMissing || !is_known ? 'HOMEWORK_MISSING' : 'HOMEWORK_NOT_APPROVED'),
    is_missed: state === 'failed' || (state === 'pending' && isMissing),
    is_known,
  };
}

/** What spec/04 says of one session, in plain words; undefined where there is nothing to say yet. */
export function judge(story: Story, at: number): Verdict | undefined {
  const policy = policyOf(story, at);
  const session = story.sessions[at] as SessionFact;
  const week = weekOf(story, at);
  const inRange = ([from, to]: [number, number]) => week !== null && week >= from && week <= to;
  const due = session.date === 'past';
  const day = dayOf(story, at);
  const seen = { policy, session, due, day, excused: session.attendance === 'EXCUSED' };
  const { rate, ...videos } = judgeVideos(seen);
  const parts = [
    videos,
    judgeExams(seen, inRange(policy.exams)),
    judgeHomework(seen, inRange(policy.homework)),
  ];
  const isTouched = session.attendance !== 'UNSET' || session.excuses.length > 0 || session.decided !== null;
  if (!due && !isTouched && !parts.some((part) => part.is_known)) return undefined;
  const [video_state = 'pending', exam_state = 'pending', homework_state = 'pending'] = parts.map(
    ({ state }) => state,
  );
  const completed = session.decided ?? parts.every(({ state }) => fine(state));
  const codes = parts.flatMap(({ code }) => (code === null ? [] : [code]));
  return {
    ...{ video_state, exam_state, homework_state, rate, completed },
    is_judged: completed || session.decided !== null || parts.some((part) => part.is_missed),
    is_overridden: session.decided !== null,
    codes: completed ? [] : session.decided === false ? [...codes, 'OVERRIDDEN'] : codes,
  };
}

/** Who passes the exam itself, or its re-test. */
const isPassed = ({ score, retest, pass_score }: ExamFact) =>
  score !== null && Math.max(score, retest ?? 0) >= pass_score;

export type Standing = {
  total: number;
  completed: number;
  run: number;
  low_scores: number;
  level: 'NORMAL' | 'WARNING' | 'DANGER';
  rule: 'CONSECUTIVE_INCOMPLETE' | 'CONSECUTIVE_LOW_SCORE' | null;
};

/** What spec/04 says of an enrollment: how many of what is due and judged is complete, and at what risk it is. */
export function standingOf(story: Story): Standing {
  const judged = story.sessions.flatMap((session, at) => {
    const verdict = judge(story, at);
    return session.date === 'past' && verdict?.is_judged ? [verdict] : [];
  });
  const results = story.sessions.flatMap(({ exams, excuses }) =>
    exams.filter((exam) => exam.score !== null && (isPassed(exam) || !excuses.includes('exam'))),
  );
  const trailing = <T>(all: readonly T[], isGood: (one: T) => boolean) =>
    all.length - 1 - all.findLastIndex(isGood);
  const run = trailing(judged, ({ completed }) => completed);
  const low_scores = trailing(results, isPassed);
  const policy = riskPolicyOf(story);
  const levelOf = (count: number, warning: number, danger: number) =>
    count >= danger ? 2 : count >= warning ? 1 : 0;
  const [bySessions, byScores] = [
    levelOf(run, policy.warning, policy.danger),
    levelOf(low_scores, policy.low_warning, policy.low_danger),
  ];
  const worse = Math.max(bySessions, byScores);
  return {
    ...{
      total: judged.length,
      completed: judged.filter(({ completed }) => completed).length,
      run,
      low_scores,
    },
    level: (['NORMAL', 'WARNING', 'DANGER'] as const)[worse] ?? 'NORMAL',
    rule: worse === 0 ? null : bySessions >= byScores ? 'CONSECUTIVE_INCOMPLETE' : 'CONSECUTIVE_LOW_SCORE',
  };
}
