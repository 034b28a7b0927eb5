import type { ReadPage } from '@seodang/contract/homework-text.ts';
import { ask } from '#testing/ask.ts';
import type { Examined } from '#testing/examined.ts';
import type { Person } from '#testing/factories.ts';
import type { Kit } from '#testing/harness.ts';

type Claimed = { id: number; lease_token: string; payload: Record<string, unknown> };
type Hand = { who?: Person; enrollment_id?: number; source?: string; ending?: string };

/** Homework of a class session, students who hand it in, and a runner who says of it what a test says. */
export function homeworkDesk(kit: Kit, exam: Examined) {
  const runner = (path: string, payload: object) =>
    kit.app.inject({
      method: 'POST',
      url: `/api/v1/internal/jobs/${path}`,
      headers: { 'x-worker-token': kit.secrets.worker, 'x-worker-id': 'r1' },
      payload,
    });

  async function give(more: object = {}): Promise<number> {
    const given = { session_id: exam.session_id, title: '37쪽', ...more };
    return (await ask(kit, exam.teacher, 'POST /homework', given)).body.id;
  }

  async function handIn(homework_id: number, files: readonly Buffer[], hand: Hand = {}) {
    const { who = exam.student, enrollment_id = exam.enrollment_id, ending = 'jpg' } = hand;
    const file_keys: string[] = [];
    for (const [at, bytes] of files.entries()) {
      const file = { filename: `${at}.${ending}`, size: bytes.length };
      const { body } = await ask(kit, who, 'POST /submissions/files', file);
      await kit.storage.put(body.file_key, bytes);
      file_keys.push(body.file_key);
    }
    const target = { enrollment_id, target_type: 'homework', target_id: homework_id };
    const source = hand.source ?? 'homework_image';
    return (await ask(kit, who, 'POST /submissions/', { ...target, source, file_keys })).body;
  }

  const claim = async (kind: string): Promise<Claimed> =>
    (await runner('claim', { kinds: [kind] })).json().job;

  /** Ends a job with these files and this result, and what follows from it. */
  async function finish({ id, lease_token }: Claimed, made: Record<string, Buffer>, result: object) {
    const files = Object.keys(made).map((name) => ({ name, content_type: 'application/octet-stream' }));
    if (files.length > 0) {
      const { outputs } = (await runner(`${id}/outputs`, { lease_token, files })).json();
      for (const { name, url } of outputs) {
        const [, key = ''] = /(submissions\/[^?]+)/.exec(url) ?? [];
        await kit.storage.put(key, made[name] ?? Buffer.alloc(0));
      }
    }
    const reply = await runner(`${id}/complete`, { lease_token, result });
    await kit.runTasks();
    return reply;
  }

  /** Ends the reading of pages with what was read on them. */
  const read = async (job: Claimed, pages: readonly ReadPage[]) => {
    const body = Buffer.from(JSON.stringify(pages));
    const files = [{ name: 'text.json', bytes: body.length }];
    const { submission_id } = job.payload;
    return finish(job, { 'text.json': body }, { submission_id, version: 'v', text_file: 'text.json', files });
  };

  return { runner, give, handIn, claim, finish, read };
}

/** A page with one line of words, and how sure each of them is. */
export function textPage(
  { place, at = null }: { place: number; at?: number | null },
  words: readonly [text: string, sure: number][],
): ReadPage {
  const box: ReadPage['lines'][number]['box'] = [0.1, 0.1, 0.4, 0.2];
  const text = words
    .map(([text]) => text)
    .join(' ')
    .slice(0, 1000);
  const read = words.map(([text, confidence]) => ({ text, confidence, box }));
  return { ...{ place, at, confidence: 0.9 }, lines: [{ text, confidence: 0.9, box, words: read }] };
}
