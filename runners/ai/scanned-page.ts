import type { OmrBatchPayload, ScannedPage } from '@seodang/contract/omr-grading.ts';
import { cutOut, type Grey, type PageReading } from '@seodang/omr';
import sharp from 'sharp';
import { toAnswer } from './read-sheets.ts';

// Every page is another picture: what libvips would keep of the last ones is never asked for again.
sharp.cache(false);
sharp.concurrency(1);

type Read = Extract<PageReading, { status: 'read' }>;
/** Keeps the picture of a page ('') or of a part of it; returns the name of its file. */
export type Evidence = (part: string, picture: Grey) => Promise<string>;

export function jpegOf({ data, width, height }: Grey): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 60 })
    .toBuffer();
}

/** Whose a page is, as far as code, number and roster agree, and who it may be of otherwise. */
export function studentOf(roster: OmrBatchPayload['roster'], { identity, code }: Read) {
  const byNumber = (number: string | undefined) => roster.find((one) => one.number === number)?.enrollment;
  const owner = identity.enrollment ?? byNumber(identity.number);
  const candidates = identity.candidates.flatMap((number) => byNumber(number) ?? []);
  const all = [...new Set([...(identity.enrollment ? [identity.enrollment] : []), ...candidates])];
  return {
    page_number: code?.page ?? 1,
    enrollment_id: identity.status === 'ok' ? (owner ?? null) : null,
    number: identity.number ?? '',
    doubts: identity.status === 'none' ? ['no_number'] : identity.doubts,
    candidates: all.slice(0, 10),
  };
}

/** The student number alone, for who has to say whose the page is. */
export async function numberImageOf(page: Read, image: Grey, keep: Evidence): Promise<string | null> {
  const picture = page.number_corners && cutOut(image, page.number_corners);
  return picture ? keep('number', picture) : null;
}

/** Answers in the contract's words; each that a person has to look at with a picture of its own. */
export async function scannedAnswersOf(
  asked: OmrBatchPayload['questions'],
  { questions }: Read,
  image: Grey,
  keep: Evidence,
): Promise<ScannedPage['answers']> {
  const ids = new Map(asked.map(({ number, exam_question_id }) => [number, exam_question_id]));
  const share = (value: number, size: number) => Math.round((value / size) * 10_000) / 10_000;
  const answers: ScannedPage['answers'] = [];
  for (const question of questions) {
    const id = ids.get(question.number);
    if (id === undefined) continue;
    const { status, number } = question;
    const isPlain = status === 'ok' || status === 'blank';
    const picture = isPlain ? undefined : cutOut(image, question.corners);
    answers.push({
      ...toAnswer(id, question),
      corners: question.corners.map(({ x, y }): [number, number] => [
        share(x, image.width),
        share(y, image.height),
      ]),
      crop: picture ? await keep(`answer-${number}`, picture) : null,
    });
  }
  return answers;
}
