import type { StudentFilter } from './people.queries.ts';

type Search = Record<string, unknown>;

const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
const number = (value: unknown) =>
  Number.isSafeInteger(Number(value)) && Number(value) > 0 ? Number(value) : undefined;
const flag = (value: unknown) => (value === true ? true : undefined);

/** The filter in the address; what is not understood is left out. */
export function studentFilterOf(search: Search): StudentFilter {
  const filter: StudentFilter = {
    search: text(search.search),
    school: text(search.school),
    grade: text(search.grade),
    lecture_id: number(search.lecture_id),
    waiting: flag(search.waiting),
    deleted: flag(search.deleted),
    page: number(search.page),
    ordering: text(search.ordering),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** Whose sign-in sheets to make: one student, or those of a filter. */
export type AccountsFilter = StudentFilter & { student_id?: number | undefined };

export function accountsFilterOf(search: Search): AccountsFilter {
  const student_id = number(search.student_id);
  return { ...studentFilterOf(search), ...(student_id !== undefined && { student_id }) };
}
