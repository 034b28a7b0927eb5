import type { Input, Output } from '@seodang/contract/call.ts';
import * as classSessions from '@seodang/contract/class-sessions.ts';
import * as enrollments from '@seodang/contract/enrollments.ts';
import * as lectures from '@seodang/contract/lectures.ts';
import { listStudents } from '@seodang/contract/people.ts';
import { listStaff } from '@seodang/contract/staff.ts';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type Lecture = Output<typeof lectures.listLectures>['results'][number];
export type Enrollment = Output<typeof enrollments.listLectureEnrollments>['results'][number];
export type LectureDetail = Output<typeof lectures.getLecture>;
export type NewLecture = Input<typeof lectures.createLecture>['body'];
export type Plan = Input<typeof lectures.previewSchedule>['body'];

export const lecturesQuery = (page: number, search: string) =>
  queryOptions({
    queryKey: ['lectures', 'list', page, search],
    queryFn: () =>
      call(lectures.listLectures, { querystring: { page, page_size: 50, ...(search && { search }) } }),
    placeholderData: keepPreviousData,
  });

export const lectureQuery = (lecture_id: number) =>
  queryOptions({
    queryKey: ['lectures', { lecture_id }],
    queryFn: () => call(lectures.getLecture, { params: { id: lecture_id } }),
  });

export const scheduleQuery = (plan: Plan) =>
  queryOptions({
    queryKey: ['schedule', plan],
    queryFn: () => call(lectures.previewSchedule, { body: plan }),
    placeholderData: keepPreviousData,
    enabled: plan.session_count > 0,
  });

export const teachersQuery = queryOptions({
  queryKey: ['staff', 'teachers'],
  queryFn: () => call(listStaff, { querystring: { is_active: 'true', page_size: 500 } }),
});

export const enrollmentsQuery = (lecture_id: number, page = 1, page_size = 50, search = '') =>
  queryOptions({
    queryKey: ['enrollments', { lecture_id }, page, page_size, search],
    queryFn: () =>
      call(enrollments.listLectureEnrollments, {
        params: { id: lecture_id },
        querystring: { page, page_size, ...(search && { search }) },
      }),
    placeholderData: keepPreviousData,
  });

export type ClassSession = Output<typeof enrollments.listOpenSessions>['results'][number];

export const openSessionsQuery = (enrollment_id: number) =>
  queryOptions({
    queryKey: ['enrollments', 'open', enrollment_id],
    queryFn: () =>
      call(enrollments.listOpenSessions, { params: { id: enrollment_id }, querystring: { page_size: 500 } }),
    gcTime: 0,
    staleTime: 0,
  });

export const candidatesQuery = (search: string) =>
  queryOptions({
    queryKey: ['students', 'candidates', search],
    queryFn: () => call(listStudents, { querystring: { page_size: 30, ...(search && { search }) } }),
    placeholderData: keepPreviousData,
  });

const undoMs = 60_000;

/** Until when something can be taken back that the server would take back at any time. */
export const undoUntil = () => new Date(Date.now() + undoMs).toISOString();

/** A change after which everything that shows lectures, seats or attendance is asked for again. */
function useChange<V, R>(change: (values: V) => Promise<R>, quiet = false) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    meta: { quiet },
    onSuccess: () =>
      Promise.all(
        ['lectures', 'enrollments', 'attendance'].map((topic) =>
          queries.invalidateQueries({ queryKey: [topic] }),
        ),
      ),
  });
}

export const useCreateLecture = () =>
  useChange((body: NewLecture) => call(lectures.createLecture, { body }), true);
export const useChangeLecture = (id: number) =>
  useChange(
    (body: Input<typeof lectures.changeLecture>['body']) =>
      call(lectures.changeLecture, { params: { id }, body }),
    true,
  );
export const useAssignStaff = (id: number) =>
  useChange((user_ids: number[]) => call(lectures.assignStaff, { params: { id }, body: { user_ids } }));
export const useDeleteLecture = () =>
  useChange((id: number) => call(lectures.deleteLecture, { params: { id } }));
export const useRestoreLecture = () =>
  useChange((id: number) => call(lectures.restoreLecture, { params: { id } }));

export type SessionFields = Required<
  Omit<Input<typeof classSessions.changeClassSession>['body'], 'title'>
> & {
  title?: string;
};
type SaveSession = { lecture_id: number; id: number | undefined; body: SessionFields };
export const useSaveClassSession = () =>
  useChange(
    ({ lecture_id, id, body }: SaveSession) =>
      id === undefined
        ? call(classSessions.addClassSession, { params: { id: lecture_id }, body })
        : call(classSessions.changeClassSession, { params: { id }, body }),
    true,
  );
export const useOrderClassSessions = (lecture_id: number) =>
  useChange((session_ids: number[]) =>
    call(classSessions.orderClassSessions, { params: { id: lecture_id }, body: { session_ids } }),
  );
export const useDeleteClassSession = () =>
  useChange((id: number) => call(classSessions.deleteClassSession, { params: { id } }), true);
export const useRestoreClassSession = () =>
  useChange((id: number) => call(classSessions.restoreClassSession, { params: { id } }));

export const useEnrollMany = () =>
  useChange((body: Input<typeof enrollments.enrollMany>['body']) => call(enrollments.enrollMany, { body }));
export const useChangeEnrollment = () =>
  useChange(({ id, status }: Pick<Enrollment, 'id' | 'status'>) =>
    call(enrollments.changeEnrollment, { params: { id }, body: { status } }),
  );
export const useOpenSessions = (id: number) =>
  useChange(
    (body: Input<typeof enrollments.openSessions>['body']) =>
      call(enrollments.openSessions, { params: { id }, body }),
    true,
  );
