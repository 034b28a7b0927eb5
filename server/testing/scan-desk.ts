import type { ScannedPage } from '@seodang/contract/omr-grading.ts';
import { ask } from '#testing/ask.ts';
import type { Examined } from '#testing/examined.ts';
import type { Kit } from '#testing/harness.ts';

const pdf = Buffer.from('%PDF-1.4 the whole class');

/** Scans of a class, and a runner who reads in them what a test says. */
export function scanDesk(kit: Kit, exam: Examined) {
  const runner = (path: string, payload: object) =>
    kit.app.inject({
      method: 'POST',
      url: `/api/v1/internal/jobs/${path}`,
      headers: { 'x-worker-token': kit.secrets.worker, 'x-worker-id': 'r1' },
      payload,
    });

  async function startScan() {
    const file = { filename: 'class.pdf', size: pdf.length };
    const { body: prepared } = await ask(kit, exam.teacher, 'POST /submissions/files', file);
    await kit.storage.put(prepared.file_key, pdf);
    const file_keys = [prepared.file_key];
    return (await ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/scans`, { file_keys })).body;
  }

  /** A page on which every answer was read for sure. */
  const page = (place: number, more: Partial<ScannedPage> = {}, answer = '3'): ScannedPage => ({
    ...{ place, image: `page-${place}.jpg`, status: 'read', reason: '', page_number: 1, enrollment_id: null },
    ...{ number: '', doubts: [], candidates: [], number_image: null, name_image: null },
    answers: exam.questions.map(({ id }) => ({
      ...{
        exam_question_id: id,
        detected: [answer],
        marking: 'ok' as const,
        confidence: 0.999,
        status: 'ok',
      },
      corners: Array.from({ length: 4 }, (): [number, number] => [0.1, 0.2]),
      crop: null,
    })),
    ...more,
  });

  /** Takes the next batch as a runner does; `finish` ends it with these pages, `shown` being pictures that are real. */
  async function claim() {
    const { job } = (await runner('claim', { kinds: ['ai.omr_batch'] })).json();
    const { lease_token } = job;
    async function finish(pages: readonly ScannedPage[], shown: ReadonlyMap<string, Buffer> = new Map()) {
      const contents = new Map([...picturesOf(pages), ...shown]).set(
        'pages.json',
        Buffer.from(JSON.stringify(pages)),
      );
      const files = [...contents].map(([name, content]) => ({ name, bytes: content.length }));
      const typeOf = (name: string) => (name.endsWith('.json') ? 'application/json' : 'image/jpeg');
      const named = files.map(({ name }) => ({ name, content_type: typeOf(name) }));
      const { outputs } = (await runner(`${job.id}/outputs`, { lease_token, files: named })).json();
      for (const { name, url } of outputs) {
        const [, key = ''] = /(submissions\/[^?]+)/.exec(url) ?? [];
        await kit.storage.put(key, contents.get(name) ?? Buffer.alloc(0));
      }
      const made = { batch_id: job.payload.batch_id, version: 'omr-of-the-test', page_count: pages.length };
      const result = { ...made, pages_file: 'pages.json', files };
      await runner(`${job.id}/complete`, { lease_token, result });
      await kit.runTasks();
    }
    return { job, finish };
  }

  /** Reads the next batch with these pages for its result. */
  async function deliver(pages: readonly ScannedPage[], shown?: ReadonlyMap<string, Buffer>) {
    const { job, finish } = await claim();
    await finish(pages, shown);
    return job;
  }

  const show = async (id: number) => (await ask(kit, exam.teacher, `GET /scan-batches/${id}`)).body;
  return { pdf, runner, startScan, page, claim, deliver, show };
}

function picturesOf(pages: readonly ScannedPage[]): Map<string, Buffer> {
  const names = pages.flatMap(({ image, number_image, answers }) => [
    ...[image, number_image],
    ...answers.map(({ crop }) => crop),
  ]);
  return new Map(names.flatMap((name) => (name ? [[name, Buffer.from(`a picture: ${name}`)]] : [])));
}
