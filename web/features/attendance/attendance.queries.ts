import * as api from '@seodang/contract/attendance.ts';
import { ApiProblem, type Input, type Output } from '@seodang/contract/call.ts';
import { listClassSessions } from '@seodang/contract/class-sessions.ts';
import { previewNotice } from '@seodang/contract/notices.ts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { wordsNow } from '../../lib/i18n/words.ts';
import { attendanceWords } from './words.ts';

export type Row = Output<typeof api.attendanceGrid>['results'][number];
export type Cell = Row['cells'][number];
export type Today = Output<typeof api.today>;
export type TodayClass = Today['results'][number];
export type Student = TodayClass['students'][number];
export type Marked = Output<typeof api.markAttendance>;
export type ClassSession = Output<typeof listClassSessions>['results'][number];

/** Every class session of a lecture, in order. */
export const classSessionsQuery = (lecture_id: number) =>
  queryOptions({
    queryKey: ['lectures', { lecture_id }, 'sessions'],
    queryFn: () => call(listClassSessions, { params: { id: lecture_id }, querystring: { page_size: 500 } }),
  });

export const gridPageSize = 100;

/** Students × class sessions of a lecture, a page of students. */
export const gridQuery = (lecture_id: number, page: number) =>
  queryOptions({
    queryKey: ['attendance', { lecture_id }, page],
    queryFn: () =>
      call(api.attendanceGrid, {
        params: { id: lecture_id },
        querystring: { page, page_size: gridPageSize },
      }),
    placeholderData: keepPreviousData,
  });

/** The classes of a day; of today when none is given. */
export const todayQuery = (date?: string) =>
  queryOptions({
    queryKey: ['attendance', 'today', date],
    queryFn: () => call(api.today, { querystring: { page_size: 200, ...(date && { date }) } }),
    placeholderData: keepPreviousData,
  });

export const previewQuery = (attendance_id: number, status: Cell['status']) =>
  queryOptions({
    queryKey: ['attendance', 'preview', attendance_id, status],
    queryFn: () => call(previewNotice, { querystring: { attendance_id, status } }),
    staleTime: 0,
  });

export const mark = (id: number, body: Input<typeof api.markAttendance>['body']) =>
  call(api.markAttendance, { params: { id }, body });

export const markTheRest = (session_id: number, status: Cell['status']) =>
  call(api.markMany, { params: { id: session_id }, body: { status } });

/** Takes a batch back; a conflict says whose attendance stands in the way. */
export async function undoBatch(id: number): Promise<void> {
  await call(api.undoMarks, { params: { id } }).catch((error: unknown) => {
    throw error instanceof ApiProblem && error.code === 'undo_conflict' ? named(error) : error;
  });
}

function named({ problem }: ApiProblem): ApiProblem {
  const changed = problem.changed as { student_name: string }[];
  const names = changed.map(({ student_name }) => student_name).join(', ');
  return new ApiProblem({
    ...problem,
    detail: 'undo_conflict_named',
    title: wordsNow(attendanceWords).conflictOf(names),
  });
}
