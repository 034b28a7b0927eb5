import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { familyContact } from '#domains/school/index.ts';
import { hasHiddenResult } from './matrix.queries.ts';

/** What a family may be told of a clinic, and where they are reached. Asks nobody's permission. */
export function findClinicStory(tx: Tx, link_id: number, now: Date) {
  return tx
    .selectFrom('clinic_link as l')
    .innerJoin('tenant as t', 't.id', 'l.tenant_id')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'l.tenant_id').onRef('e.id', '=', 'l.enrollment_id'),
    )
    .innerJoin('student as st', (on) =>
      on.onRef('st.tenant_id', '=', 'e.tenant_id').onRef('st.id', '=', 'e.student_id'),
    )
    .innerJoin('class_session as s', (on) =>
      on.onRef('s.tenant_id', '=', 'l.tenant_id').onRef('s.id', '=', 'l.session_id'),
    )
    .innerJoin('lecture as c', (on) =>
      on.onRef('c.tenant_id', '=', 'e.tenant_id').onRef('c.id', '=', 'e.lecture_id'),
    )
    .leftJoin('exam as x', (on) =>
      on.onRef('x.tenant_id', '=', 'l.tenant_id').onRef('x.id', '=', 'l.exam_id'),
    )
    .select([
      'l.id as link_id',
      'e.id as enrollment_id',
      'e.lecture_id',
      'e.student_id',
      'l.state',
      'l.cause',
    ])
    .select(['l.told_at', 't.name as academy', 't.locale', 'st.name as student_name'])
    .select(['c.title as lecture_title', 's.title as session_title', 'x.title as exam_title'])
    .select(sql<number | null>`(l.meta #>> '{exams,0,score}')::numeric`.as('score'))
    .select(sql<number | null>`(l.meta #>> '{exams,0,pass_score}')::numeric`.as('pass_score'))
    .select(familyContact.as('contact'))
    .select(
      sql<boolean>`l.cause <> 'LOW_CONFIDENCE_OMR' and (l.exam_id is null or not ${hasHiddenResult('l', now)})`.as(
        'is_shown',
      ),
    )
    .where('l.tenant_id', '=', tx.tenant_id)
    .where('l.id', '=', link_id)
    .where('st.deleted_at', 'is', null)
    .executeTakeFirst();
}
