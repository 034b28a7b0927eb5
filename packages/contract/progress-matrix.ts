import type { MatrixRow, ProgressVerdict } from './progress.ts';

type Folded<Row> = { verdicts: readonly ProgressVerdict[]; rows: readonly Row[] };
export type UnfoldedCell = ProgressVerdict & { video_progress_rate: number; exam_score: number | null };

/** The rows of a matrix with a whole cell for each session. */
export function unfolded<Row extends MatrixRow>({ verdicts, rows }: Folded<Row>) {
  return rows.map(({ verdicts: places, video_progress_rates, exam_scores, ...row }) => ({
    ...row,
    cells: places.map(
      (place, at): UnfoldedCell => ({
        ...(verdicts[place] as ProgressVerdict),
        video_progress_rate: video_progress_rates[at] ?? 0,
        exam_score: exam_scores[at] ?? null,
      }),
    ),
  }));
}
