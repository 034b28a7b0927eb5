import type { ClinicTelling } from '@seodang/contract/clinic.ts';
import type { z } from 'zod';
import { found } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { type clinicAnnounced, findClinicStory, tellingOfClinic } from '#domains/progress/index.ts';
import { mustTeachLecture } from '#domains/school/index.ts';
import { renderClinic } from './clinic.rules.ts';
import { contactOf, tellFamily } from './tell.ts';
import { hintOf } from './templates.rules.ts';

/** Queues the message that a clinic is needed; once for each link, however often it is opened again. */
export function tellOfClinic(
  scope: Scope,
  { link_id }: z.output<typeof clinicAnnounced.payload>,
): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const story = await findClinicStory(tx, link_id, scope.now);
    if (!story || tellingOfClinic({ ...story, told_at: null }) !== 'queued') return;
    await tellFamily(tx, {
      ...{ kind: 'study', template: 'clinic', text: renderClinic(story) },
      ...{ dedupe_key: `clinic:${link_id}`, subject_id: link_id, student_id: story.student_id },
      ...{ runAt: scope.now, occurred_at: scope.now },
    });
  });
}

type Preview = { text: string | null; recipient_hint: string | null; telling: ClinicTelling };

/** The very text that the family would get, or why it gets none. */
export function previewClinicNotice(scope: Scope, link_id: number): Promise<Preview> {
  return scope.tx(async (tx, scope) => {
    const story = found(await findClinicStory(tx, link_id, scope.now));
    await mustTeachLecture(tx, scope, story.lecture_id);
    const contact = await contactOf(tx, story.student_id);
    const telling = tellingOfClinic(story);
    return {
      text: telling === 'not_shown' || telling === 'not_needed' ? null : renderClinic(story),
      recipient_hint: contact ? hintOf(contact.recipient) : null,
      telling,
    };
  });
}
