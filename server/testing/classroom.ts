import { ask } from '#testing/ask.ts';
import type { Academy, Person } from '#testing/factories.ts';
import type { Kit } from '#testing/harness.ts';

export type Pupil = { student_id: number; enrollment_id: number };
type Body = Record<string, unknown>;

/** A student as a row, with the account of `person` when given; `fields` are columns. */
export async function addStudent(
  kit: Kit,
  school: Academy,
  name: string,
  fields: Body = {},
): Promise<number> {
  const all = { tenant_id: school.tenant_id, name, ...fields };
  const names = Object.keys(all);
  const { rows } = await kit.owner.query<{ id: number }>(
    `insert into student (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')}) returning id`,
    Object.values(all),
  );
  return rows[0]!.id;
}

/** A lecture of an academy with class sessions and students in it, made through the API by the academy's owner. */
export async function classroom(
  kit: Kit,
  school: Academy,
  { owner, students = ['김민준', '이서연'], ...lecture }: Body & { owner?: Person; students?: string[] } = {},
) {
  const boss = owner ?? (await school.person('owner'));
  const made = await ask(kit, boss, 'POST /lectures', {
    title: '고1 수학 A',
    session_count: 3,
    ...lecture,
  });
  const lecture_id: number = made.body.id;
  const ids = [];
  for (const name of students)
    ids.push(
      await addStudent(kit, school, name, { parent_phone: `0101234${String(ids.length).padStart(4, '0')}` }),
    );
  const enrolled =
    ids.length === 0
      ? []
      : (await ask(kit, boss, 'POST /enrollments/bulk', { lecture_id, student_ids: ids })).body.created;
  const { body } = await ask(kit, boss, `GET /lectures/${lecture_id}/sessions`);
  const pupils: Pupil[] = ids.map((student_id) => ({
    student_id,
    enrollment_id: enrolled.find((one: Pupil) => one.student_id === student_id).id,
  }));
  return {
    owner: boss,
    lecture_id,
    pupils,
    session_ids: body.results.map(({ id }: { id: number }) => id) as number[],
  };
}
