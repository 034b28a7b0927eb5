import type { ChildLesson, WeeklyReport } from '@seodang/contract/parents.ts';
import { type Block, drawDocument } from '@seodang/omr/draw';
import { clockIn, dayIn } from '#core/calendar.rules.ts';
import { pdfWords } from './report.words.ts';

type Words = ReturnType<typeof pdfWords>;

/** The report as an A4 document to print, in the language of the academy. */
export function reportPdf(report: WeeklyReport): Promise<Uint8Array> {
  const words = pdfWords(report.locale);
  const { held, attended, watched_minutes, plays, timezone, made_at } = report;
  const blocks: Block[] = [
    { kind: 'title', text: words.title(report.student_name) },
    { kind: 'note', text: `${report.academy} · ${report.week_on} – ${report.until_on}` },
    {
      kind: 'figures',
      figures: [
        { label: words.attended, value: `${attended} / ${held}` },
        { label: words.watched, value: words.minutes(watched_minutes) },
        { label: words.plays, value: String(plays) },
      ],
    },
    { kind: 'heading', text: words.lessons },
    ...report.lessons.flatMap((lesson) => lessonBlocks(lesson, words, timezone)),
    ...(report.lessons.length === 0 ? [{ kind: 'line', text: words.none } as const] : []),
    ...clinicBlocks(report, words),
    { kind: 'heading', text: words.next },
    ...nextBlocks(report, words),
    { kind: 'note', text: words.made(`${dayIn(timezone, made_at)} ${clockIn(timezone, made_at)}`) },
  ];
  return drawDocument(blocks, words.title(report.student_name));
}

function lessonBlocks(lesson: ChildLesson, words: Words, timezone: string): Block[] {
  const { videos, results, homework } = lesson;
  return [
    {
      kind: 'strong',
      text: `${lesson.date} ${lesson.starts_at ?? ''} ${lesson.lecture_title} · ${lesson.title} — ${words.attendance[lesson.attendance]}`,
    },
    ...videos.map(({ title, watched_minutes, duration_minutes, plays, last_played_at }) => ({
      kind: 'line' as const,
      text: words.video(
        title,
        watched_minutes,
        duration_minutes,
        plays,
        last_played_at && `${dayIn(timezone, last_played_at)} ${clockIn(timezone, last_played_at)}`,
      ),
    })),
    ...results.map((result) => ({ kind: 'line' as const, text: words.result(result) })),
    ...(results.length === 0 && lesson.exam_state === 'pending'
      ? [{ kind: 'line' as const, text: words.examWaits }]
      : []),
    ...homework.map(({ title, handed_in_at, is_late }) => ({
      kind: 'line' as const,
      text: words.homework(title, handed_in_at !== null, is_late),
    })),
  ];
}

function clinicBlocks({ clinic }: WeeklyReport, words: Words): Block[] {
  if (clinic.length === 0) return [];
  const lines = clinic.map(({ lecture_title, session_title, state }) => ({
    kind: 'line' as const,
    text: `${lecture_title} · ${session_title} — ${words.clinicStates[state]}`,
  }));
  return [{ kind: 'heading', text: words.clinic }, ...lines];
}

function nextBlocks({ next, lessons }: WeeklyReport, words: Words): Block[] {
  const left = lessons.filter(({ completed, date }) => !completed && date <= (lessons.at(-1)?.date ?? date));
  const lines = [
    ...left.flatMap((lesson) => {
      const open = words.left(lesson);
      return open ? [`${lesson.lecture_title} · ${lesson.title}: ${open}`] : [];
    }),
    ...next.map(
      ({ date, starts_at, lecture_title, title }) => `${date} ${starts_at ?? ''} ${lecture_title} · ${title}`,
    ),
  ];
  return (lines.length > 0 ? lines : [words.nothingLeft]).map((text) => ({ kind: 'line', text }));
}
