import type { PolicyDraft } from '@seodang/contract/progress-policies.ts';
import { ask } from '#testing/ask.ts';
import type { Person } from '#testing/factories.ts';
import type { Kit } from '#testing/harness.ts';

/** The policy of a lecture as a draft to change, and its id. */
export async function policyDraft(kit: Kit, who: Pick<Person, 'headers'>, lecture_id: number) {
  const { body } = await ask(kit, who, `GET /progress/policies?lecture=${lecture_id}`);
  const { id } = body.results[0];
  const { versions } = (await ask(kit, who, `GET /progress/policies/${id}`)).body;
  const { version, published_at: _at, published_by_name: _name, ...rules } = versions[0];
  const draft: PolicyDraft = { ...rules, base_version: version };
  return { id: id as number, draft };
}

/** Publishes a version that differs by these rules from the newest; for all sessions unless told from when. */
export async function publishPolicy(
  kit: Kit,
  who: Pick<Person, 'headers'>,
  lecture_id: number,
  change: Partial<PolicyDraft>,
) {
  const { id, draft } = await policyDraft(kit, who, lecture_id);
  return ask(kit, who, `POST /progress/policies/${id}/versions`, { ...draft, ...change });
}
