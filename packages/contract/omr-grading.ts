import { z } from 'zod';
import { AnswerStatus, TargetType } from './submissions.ts';

const OmrAnswer = z.object({
  exam_question_id: z.int().positive(),
  detected: z.array(z.string().max(20)).max(20),
  marking: AnswerStatus,
  confidence: z.number().min(0).max(1),
  status: z.enum(['ok', 'review']).describe('review: a person must look at it'),
});
/** What a runner reports of a sheet (the seed's contract). */
export const AiResult = z.object({
  submission_id: z.int().positive(),
  status: z.enum(['DONE', 'FAILED']),
  error: z.string().max(500).optional(),
  result: z.object({ version: z.string().max(50), answers: z.array(OmrAnswer).max(500) }).optional(),
});
export type AiResult = z.infer<typeof AiResult>;

/** What a runner gets for `ai.omr_grading`. */
export const OmrGradingPayload = z.object({
  submission_id: z.int(),
  target_type: TargetType,
  target_id: z.int(),
  file_key: z.string(),
  download_url: z.string(),
  omr: z.object({ sheet_id: z.int(), pages: z.array(z.unknown()) }),
  questions: z.array(z.object({ exam_question_id: z.int(), number: z.int(), region_meta: z.unknown() })),
});
export type OmrGradingPayload = z.infer<typeof OmrGradingPayload>;
