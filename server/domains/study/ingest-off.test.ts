import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();

test('viewers are not let in unless the operator wants it, whatever they send, and hear when to try again', async () => {
  const { reply, ...said } = await ask(kit, { headers: {} }, 'POST /ingest/study/attempts', {
    nonsense: true,
  });
  expect(said).toMatchObject({ status: 503, body: { detail: 'study_ingest_disabled', retry_after: 3600 } });
  expect(reply.headers['retry-after']).toBe('3600');
});
