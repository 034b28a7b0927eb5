import type { ChildLesson, WeeklyReport } from '@seodang/contract/parents.ts';

const came = new Set(['PRESENT', 'LATE', 'EARLY_LEAVE', 'ONLINE', 'SUPPLEMENT']);

type Now = { day: string; clock: string };

/** Whether a class began, on the academy's wall; one without a time has when somebody was marked, or its day is over. */
function hasBegun({ date, starts_at, attendance }: ChildLesson, { day, clock }: Now): boolean {
  return date < day || (date === day && (attendance !== 'UNSET' || (starts_at ?? '24:00') <= clock));
}

/** What a week comes to: a class session that has not begun was missed by nobody. */
export function totalsOf(lessons: readonly ChildLesson[], now: Now) {
  const held = lessons.filter((lesson) => hasBegun(lesson, now));
  const videos = lessons.filter(({ date }) => date <= now.day).flatMap((lesson) => lesson.videos);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  return {
    held: held.length,
    attended: held.filter(({ attendance }) => came.has(attendance)).length,
    watched_minutes: sum(videos.map(({ watched_minutes }) => watched_minutes)),
    plays: sum(videos.map(({ plays }) => plays)),
  };
}

type Told = Pick<WeeklyReport, 'academy' | 'student_name' | 'locale' | 'week_on' | 'until_on'> &
  Pick<WeeklyReport, 'held' | 'attended' | 'watched_minutes'>;

/** The message that leads to a report. */
export function reportMessage(report: Told): string {
  const { academy, student_name, week_on, until_on, held, attended, watched_minutes } = report;
  if (report.locale === 'en')
    return `[${academy}] ${student_name}, week of ${week_on}: attended ${attended} of ${held}, ${watched_minutes} min of video. Report: {link}`;
  return `[${academy}] ${student_name} 학생의 주간 리포트(${dayKo(week_on)}–${dayKo(until_on)}): 출석 ${attended}/${held}, 영상 ${watched_minutes}분. 자세히 보기: {link}`;
}

export function dayKo(day: string): string {
  const [, month = 0, date = 0] = day.split('-').map(Number);
  return `${month}월 ${date}일`;
}
