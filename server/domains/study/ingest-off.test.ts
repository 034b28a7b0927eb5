import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();

test('viewers are not let in unless the operator wants it, whatever they send', async () => {
  const reply = await ask(kit, { headers: {} }, 'POST /ingest/study/attempts', { nonsense: true });
  expect(reply).toMatchObject({ status: 503, body: { detail: 'study_ingest_disabled' } });
});
