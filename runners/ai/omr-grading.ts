import { setImmediate } from 'node:timers/promises';
import { type AiResult, OmrGradingPayload } from '@seodang/contract/omr-grading.ts';
import { readingVersion, release } from '@seodang/omr';
import type { Handler } from '../kit/attempt.ts';
import { imagesOf, openReader, toAnswer } from './read-sheets.ts';

/** Makes `ai.omr_grading` jobs: the marks on all pages of one student's sheet. */
export const omrGradingHandler: Handler = async (work): Promise<AiResult> => {
  const { submission_id, target_id, omr, questions, ...file } = OmrGradingPayload.parse(work.job.payload);
  const source = { url: file.download_url, bytes: file.file_size };
  const ids = new Map(questions.map(({ number, exam_question_id }) => [number, exam_question_id]));
  const reader = await openReader(work, omr, { exam: target_id, sheet: omr.sheet_id });
  const answers = new Map<number, ReturnType<typeof toAnswer>>();
  let refused = 'no_sheet_found';
  let place = 0;
  for await (const image of imagesOf(work, source, 'scan')) {
    await setImmediate();
    const page = reader.read(image);
    release(image);
    place += 1;
    work.report(place / (place + 1), `${place}`);
    if (page.status === 'refused') {
      refused = page.reason;
      continue;
    }
    for (const question of page.questions) {
      const id = ids.get(question.number);
      if (id !== undefined && !answers.has(id)) answers.set(id, toAnswer(id, question));
    }
  }
  if (answers.size === 0) return { submission_id, status: 'FAILED', error: refused };
  return {
    submission_id,
    status: 'DONE',
    result: { version: readingVersion, answers: [...answers.values()] },
  };
};
