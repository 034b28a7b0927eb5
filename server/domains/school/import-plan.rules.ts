import type { ImportDecision, ImportField, ImportIssueCode, ImportState } from '@seodang/contract/import.ts';
import type { Draft, Issue } from './import-rows.rules.ts';

/** A student of the academy as far as the import compares. */
export type Known = {
  id: number;
  name: string;
  phone: string | null;
  parent_phone: string | null;
  school: string | null;
  grade: string | null;
  birth_on: string | null;
  attendance_code: string | null;
  memo: string | null;
};
const compared = [
  'name',
  'phone',
  'parent_phone',
  'school',
  'grade',
  'birth_on',
  'attendance_code',
  'memo',
] as const;

export type Suspect = {
  student_id: number | null;
  row: number | null;
  name: string;
  school: string | null;
  grade: string | null;
};
export type Change = { field: (typeof compared)[number]; before: string | null; after: string | null };

export type Planned = Omit<Draft, 'skip'> & {
  state: ImportState;
  suspects: Suspect[];
  siblings: string[];
  changes: Change[];
  student_id: number | null;
  lecture_ids: number[];
  decision: ImportDecision | null;
};

export type World = {
  known: readonly Known[];
  lectures: readonly { id: number; title: string }[];
  decisions: ReadonlyMap<number, ImportDecision>;
};

/** What an import does with every line, given what the academy has. The same input gives the same plan. */
export function planImport(drafts: readonly Draft[], world: World): Planned[] {
  const lookup = indexOf(world.known);
  const seen = new Seen();
  const families = familiesOf(drafts, world.known);
  const lectures = new Map(world.lectures.map(({ id, title }) => [plainTitle(title), id]));
  return drafts.map((draft) => {
    const decision = world.decisions.get(draft.row) ?? null;
    const verdict = judge(draft, decision, lookup, seen);
    const codes = withFreeCode(draft, verdict, lookup, seen);
    const places = lecturesOf(draft, lectures);
    const { skip: _, ...fields } = draft;
    return {
      ...fields,
      attendance_code: codes.attendance_code,
      issues: [...draft.issues, ...verdict.issues, ...codes.issues, ...places.issues],
      state: verdict.state,
      suspects: verdict.suspects,
      siblings: verdict.state === 'error' ? [] : siblingsOf(draft, families),
      changes: verdict.changes.filter(
        ({ field }) => field !== 'attendance_code' || codes.attendance_code !== null,
      ),
      student_id: verdict.student_id,
      lecture_ids: places.lecture_ids,
      decision,
    };
  });
}

type Verdict = {
  state: ImportState;
  suspects: Suspect[];
  changes: Change[];
  student_id: number | null;
  issues: Issue[];
};
const bare = { suspects: [], changes: [], student_id: null, issues: [] };

function judge(draft: Draft, decision: ImportDecision | null, lookup: Lookup, seen: Seen): Verdict {
  if (draft.skip) return { ...bare, state: 'skip', issues: [say(draft.skip)] };
  if (draft.issues.some(({ level }) => level === 'error')) return { ...bare, state: 'error' };
  const doubt = doubtAbout(draft, lookup, seen);
  if (decision === 'skip')
    return { ...bare, state: 'skip', suspects: doubt?.suspects ?? [], issues: [say('decided_skip')] };
  seen.add(draft);
  if (!doubt) return matched(draft, lookup.same(draft)[0], seen);
  const issues = [say(doubt.code)];
  if (decision === 'create') return { ...bare, state: 'create', suspects: doubt.suspects, issues };
  const [only, another] = doubt.known;
  if (decision === 'change' && only && !another)
    return { ...matched(draft, only, seen), suspects: doubt.suspects, issues };
  return { ...bare, state: 'suspect', suspects: doubt.suspects, issues };
}

function matched(draft: Draft, known: Known | undefined, seen: Seen): Verdict {
  if (!known) return { ...bare, state: 'create' };
  seen.ids.add(known.id);
  const changes = compared.flatMap((field) => {
    const after = draft[field];
    return after !== null && after !== known[field] ? [{ field, before: known[field], after }] : [];
  });
  return { ...bare, state: changes.length > 0 ? 'change' : 'same', changes, student_id: known.id };
}

type Doubt = { code: ImportIssueCode; suspects: Suspect[]; known: Known[] };

/** Why a line may be somebody who is there already, in the file or in the academy; nothing when all is clear. */
function doubtAbout(draft: Draft, lookup: Lookup, seen: Seen): Doubt | undefined {
  const same = lookup.same(draft);
  const twin = seen.same(draft);
  if (twin) return inFile('duplicate_in_file', twin);
  if (same.some(({ id }) => seen.ids.has(id))) return inAcademy('duplicate_in_file', same);
  if (same.length > 1) return inAcademy('several_matches', same);
  if (same.length === 1) return undefined;
  const phoneMate = draft.phone === null ? undefined : seen.phones.get(draft.phone);
  if (phoneMate) return inFile('same_phone_in_file', phoneMate);
  const phoneMates = draft.phone === null ? [] : (lookup.byPhone.get(draft.phone) ?? []);
  if (phoneMates.length > 0) return inAcademy('same_phone', phoneMates);
  const namesakes = (lookup.byName.get(draft.name) ?? []).filter(
    ({ school, grade }) =>
      draft.school !== null && draft.grade !== null && school === draft.school && grade === draft.grade,
  );
  return namesakes.length > 0 ? inAcademy('same_name', namesakes) : undefined;
}

function inFile(code: ImportIssueCode, { row, name, school, grade }: Draft): Doubt {
  return { code, suspects: [{ student_id: null, row, name, school, grade }], known: [] };
}

function inAcademy(code: ImportIssueCode, known: Known[]): Doubt {
  const suspects = known.map(({ id, name, school, grade }) => ({
    student_id: id,
    row: null,
    name,
    school,
    grade,
  }));
  return { code, suspects, known };
}

function say(code: ImportIssueCode, field: ImportField | null = null, text: string | null = null): Issue {
  return { code, level: 'notice', field, text };
}

type Lookup = ReturnType<typeof indexOf>;

function indexOf(known: readonly Known[]) {
  const byName = Map.groupBy(known, ({ name }) => name);
  const byPhone = Map.groupBy(
    known.filter(({ phone }) => phone !== null),
    ({ phone }) => phone ?? '',
  );
  const codes = new Map(
    known.flatMap(({ id, attendance_code }) => (attendance_code === null ? [] : [[attendance_code, id]])),
  );
  return {
    byName,
    byPhone,
    codes,
    same: ({ name, phone, parent_phone }: Draft) =>
      (byName.get(name) ?? []).filter(
        (one) =>
          (phone !== null && one.phone === phone) ||
          (parent_phone !== null && one.parent_phone === parent_phone),
      ),
  };
}

/** The lines so far. */
class Seen {
  readonly ids = new Set<number>();
  readonly phones = new Map<string, Draft>();
  readonly codes = new Set<string>();
  readonly #people = new Map<string, Draft>();

  same(draft: Draft): Draft | undefined {
    return keysOf(draft)
      .map((key) => this.#people.get(key))
      .find(Boolean);
  }

  add(draft: Draft): void {
    for (const key of keysOf(draft)) if (!this.#people.has(key)) this.#people.set(key, draft);
    if (draft.phone !== null && !this.phones.has(draft.phone)) this.phones.set(draft.phone, draft);
  }
}

function keysOf({ name, phone, parent_phone }: Draft): string[] {
  return [
    phone === null ? '' : `${name}|s|${phone}`,
    parent_phone === null ? '' : `${name}|p|${parent_phone}`,
  ].filter(Boolean);
}

function withFreeCode(
  { attendance_code }: Draft,
  { state, student_id }: Verdict,
  lookup: Lookup,
  seen: Seen,
) {
  if (attendance_code === null || !['create', 'change', 'same'].includes(state))
    return { attendance_code, issues: [] };
  const holder = lookup.codes.get(attendance_code);
  const isTaken = seen.codes.has(attendance_code) || (holder !== undefined && holder !== student_id);
  seen.codes.add(attendance_code);
  if (!isTaken) return { attendance_code, issues: [] };
  return { attendance_code: null, issues: [say('code_taken', 'attendance_code', attendance_code)] };
}

function familiesOf(drafts: readonly Draft[], known: readonly Known[]): Map<string, Set<string>> {
  const families = new Map<string, Set<string>>();
  const people = [
    ...known,
    ...drafts.filter(({ skip, issues }) => !skip && !issues.some(({ level }) => level === 'error')),
  ];
  for (const { name, parent_phone } of people) {
    if (parent_phone === null) continue;
    families.set(parent_phone, (families.get(parent_phone) ?? new Set()).add(name));
  }
  return families;
}

function siblingsOf({ name, parent_phone, skip }: Draft, families: Map<string, Set<string>>): string[] {
  const names = parent_phone === null || skip ? [] : [...(families.get(parent_phone) ?? [])];
  return names.filter((other) => other !== name);
}

const plainTitle = (title: string) => title.normalize('NFKC').toLowerCase().replace(/\s/g, '');

function lecturesOf({ lecture, skip }: Draft, lectures: Map<string, number>) {
  const names =
    lecture === null || skip
      ? []
      : lecture
          .split(/[,;/\n]/)
          .map((part) => part.trim())
          .filter(Boolean);
  const whole = lecture === null ? undefined : lectures.get(plainTitle(lecture));
  if (whole !== undefined && !skip) return { lecture_ids: [whole], issues: [] };
  const lecture_ids = [...new Set(names.flatMap((name) => lectures.get(plainTitle(name)) ?? []))];
  const issues = names
    .filter((name) => !lectures.has(plainTitle(name)))
    .map((name) => say('lecture_unknown', 'lecture', name));
  return { lecture_ids, issues };
}

/** The lines of each state, and those with siblings. */
export function countPlan(rows: readonly Planned[]) {
  const of = (state: ImportState) => rows.filter((row) => row.state === state).length;
  return {
    total: rows.length,
    create: of('create'),
    change: of('change'),
    same: of('same'),
    suspect: of('suspect'),
    skip: of('skip'),
    error: of('error'),
    siblings: rows.filter(({ siblings }) => siblings.length > 0).length,
  };
}
