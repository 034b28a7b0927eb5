import type { Input, Output } from '@seodang/contract/call.ts';
import * as familyApi from '@seodang/contract/families.ts';
import { listLectures } from '@seodang/contract/lectures.ts';
import * as api from '@seodang/contract/people.ts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { download } from '../../lib/download.ts';

export type Student = Output<typeof api.listStudents>['results'][number];
export type StudentDetail = Output<typeof api.getStudent>;
export type Family = Output<typeof familyApi.listFamilies>['results'][number];
export type NewStudent = Input<typeof api.createStudent>['body'];
export type IssuedAccount = Output<typeof familyApi.issueAccounts>['results'][number];

/** What the list shows; kept in the address, so that going back finds it again. */
export type StudentFilter = {
  search?: string | undefined;
  school?: string | undefined;
  grade?: string | undefined;
  lecture_id?: number | undefined;
  waiting?: boolean | undefined;
  deleted?: boolean | undefined;
  page?: number | undefined;
  ordering?: string | undefined;
};
export const pageSize = 100;

const where = ({ waiting, deleted, page: _, ...rest }: StudentFilter) => ({
  ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== '')),
  ...(waiting && { guardian_consent: 'waiting' as const }),
  ...(deleted && { deleted: 'true' as const }),
});

export const studentsQuery = (filter: StudentFilter) =>
  queryOptions({
    queryKey: ['students', filter],
    queryFn: () =>
      call(api.listStudents, {
        querystring: { ...where(filter), page: filter.page ?? 1, page_size: pageSize },
      }),
    placeholderData: keepPreviousData,
  });

export const facetsQuery = queryOptions({
  queryKey: ['students', { what: 'facets' }],
  queryFn: () => call(api.studentFacets, {}),
});

export const studentQuery = (id: number) =>
  queryOptions({
    queryKey: ['students', id],
    queryFn: () => call(api.getStudent, { params: { id } }),
  });

export const lectureChoicesQuery = queryOptions({
  queryKey: ['lectures', { what: 'choices' }],
  queryFn: () => call(listLectures, { querystring: { page_size: 500 } }),
});

export type FamilyFilter = { search: string; only: 'all' | 'siblings' | 'waiting'; page: number };

export const familiesQuery = ({ search, only, page }: FamilyFilter) =>
  queryOptions({
    queryKey: ['students', { what: 'families', search, only, page }],
    queryFn: () =>
      call(familyApi.listFamilies, {
        querystring: {
          page,
          page_size: 50,
          ...(search && { search }),
          ...(only !== 'all' && { [only]: 'true' as const }),
        },
      }),
    placeholderData: keepPreviousData,
  });

export const saveStudent = (id: number | undefined, body: NewStudent): Promise<StudentDetail> =>
  id === undefined ? call(api.createStudent, { body }) : call(api.updateStudent, { params: { id }, body });

export const removeStudent = (id: number) => call(api.deleteStudent, { params: { id } });
export const restoreStudent = (id: number) => call(api.restoreStudent, { params: { id } });
export const recordConsent = (id: number) => call(api.giveConsent, { params: { id } });

export const issueAccounts = (student_ids: number[], reset = false) =>
  call(familyApi.issueAccounts, { body: { student_ids, reset } });

/** Fetches the list as a file and gives it to the browser's downloads. */
export async function downloadStudents(filter: StudentFilter, format: 'csv' | 'xlsx'): Promise<void> {
  const { deleted: _, ...wanted } = where(filter);
  const query = new URLSearchParams(
    Object.entries({ ...wanted, format }).map(([key, value]) => [key, String(value)]),
  );
  await download(`/students/export?${query}`, `students.${format}`);
}
