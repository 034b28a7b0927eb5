import type { Output } from '@seodang/contract/call.ts';
import { listExams } from '@seodang/contract/exams.ts';
import { listResults } from '@seodang/contract/results.ts';
import { listSubmissions } from '@seodang/contract/submissions.ts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { termsOf } from '../exams/terms.rules.ts';
import { myProgressQuery, type OwnLecture } from '../video/student.queries.ts';

type OwnExam = Output<typeof listExams>['results'][number];
export type OwnResult = Output<typeof listResults>['results'][number];

const most = { page_size: 500 };

/** Every exam that the caller may know of. */
const ownExamsQuery = queryOptions({
  queryKey: ['exams', 'own'],
  queryFn: () => call(listExams, { querystring: most }),
});

/** Own results that are shown; a release is news of exams. */
const ownResultsQuery = queryOptions({
  queryKey: ['results', 'own'],
  queryFn: () => call(listResults, { querystring: most }),
  meta: { alsoOn: ['exams'] },
});

const ownSubmissionsQuery = queryOptions({
  queryKey: ['submissions', 'own'],
  queryFn: () => call(listSubmissions, { querystring: { ...most, target_type: 'exam' } }),
});

/** One exam of one student, with what came of it. */
export type Seen = {
  exam: OwnExam;
  lecture: string;
  enrollment_id: number;
  student_id: number;
  student_name: string;
  result: OwnResult | undefined;
  isHandedIn: boolean;
  mayTryAgain: boolean;
};

const nobody = 'none';

function seenBy(lectures: readonly OwnLecture[], exams: readonly OwnExam[]) {
  return lectures.flatMap(({ lecture_id, lecture_title, sessions, rows }) =>
    rows.flatMap(({ enrollment_id, student_id, student_name, cells }) =>
      exams
        .filter((exam) => exam.lecture_id === lecture_id)
        .filter(({ session_id }) => {
          const cell = cells[sessions.findIndex(({ id }) => id === session_id)];
          return cell !== undefined && cell.state !== nobody;
        })
        .map((exam) => ({ exam, lecture: lecture_title, enrollment_id, student_id, student_name })),
    ),
  );
}

/** The exams of a student, or of a parent's children; undefined until all is known. */
export function useSeenExams() {
  const lectures = useQuery(myProgressQuery);
  const exams = useQuery(ownExamsQuery);
  const results = useQuery(ownResultsQuery);
  const submissions = useQuery(ownSubmissionsQuery);
  const all = [lectures, exams, results, submissions];
  const error = all.find((query) => query.error)?.error;
  if (!lectures.data || !exams.data || !results.data || !submissions.data) return { error, seen: undefined };
  const keyOf = (exam_id: number, enrollment_id: number) => `${exam_id} ${enrollment_id}`;
  const scored = new Map(results.data.results.map((row) => [keyOf(row.exam_id, row.enrollment_id), row]));
  const attempts = Map.groupBy(submissions.data.results, (row) => keyOf(row.target_id, row.enrollment_id));
  const seen: Seen[] = seenBy(lectures.data, exams.data.results).map((one) => {
    const key = keyOf(one.exam.id, one.enrollment_id);
    const count = attempts.get(key)?.length ?? 0;
    const mayTryAgain = count < termsOf(one.exam, one.enrollment_id).attempts;
    return { ...one, result: scored.get(key), isHandedIn: count > 0, mayTryAgain };
  });
  return { error, seen };
}
