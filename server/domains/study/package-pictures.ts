import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal, refuse } from '#core/problem.ts';
import type { ImportedQuestion, ImportPlan } from './import.rules.ts';
import { type PackagePlan, planOfPackage } from './package-files.ts';
import { type Picture, readPicture } from './pictures.ts';
import { filesIn } from './rich.rules.ts';

const MOST_PICTURES = 500;
/** What a plan and its pictures may come to; the plan is read and sent on by who serves others too. */
const MOST_PLAN_CHARS = 20 * 1024 * 1024;
const MOST_PICTURE_BYTES = 500 * 1024 * 1024;

/** A picture that questions show: its file in the package, and what it is called and lies under in the folder. */
export type KeptPicture = { file: string } & Omit<Picture, 'bytes'>;
/** What came of a package: what it would add with its pictures, or why it is refused, as `questions_unreadable` says it. */
export type Conversion = (ImportPlan & { pictures: KeptPicture[] }) | { refused: Refusal['extra'] };

/** What a package comes to, as JSON of a `Conversion`; where a folder is given, its pictures are put there by their names. */
export async function convert(
  bytes: Buffer,
  known: ReadonlySet<string>,
  folder: string | undefined,
): Promise<string> {
  try {
    const { fileOf, ...plan } = await planOfPackage(bytes, known);
    const pictures = folder === undefined ? [] : await keepPictures(plan.questions, fileOf, folder);
    const said = JSON.stringify({ ...plan, pictures } satisfies Conversion);
    if (said.length > MOST_PLAN_CHARS) refuse('questions_unreadable', { reason: 'too_large' });
    return said;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return JSON.stringify({ refused: error.extra } satisfies Conversion);
  }
}

async function keepPictures(
  questions: readonly ImportedQuestion[],
  fileOf: PackagePlan['fileOf'],
  folder: string,
): Promise<KeptPicture[]> {
  const files = new Set(questions.flatMap((one) => textsOf(one).flatMap(filesIn)));
  if (files.size > MOST_PICTURES)
    refuse('questions_unreadable', { reason: 'too_many_pictures', most: MOST_PICTURES });
  const kept: KeptPicture[] = [];
  let left = MOST_PICTURE_BYTES;
  for (const file of files) {
    const given = fileOf(file);
    const picture = given && (await readPicture(given));
    if (!picture) refuse('questions_unreadable', { reason: 'no_picture', name: file });
    const { bytes, ...rest } = picture;
    left -= bytes.length;
    if (left < 0) refuse('questions_unreadable', { reason: 'too_large' });
    await writeFile(join(folder, picture.name), bytes, { mode: 0o600 });
    kept.push({ file, ...rest });
  }
  return kept;
}

const textsOf = ({ body, explanation, choices }: ImportedQuestion) => [
  body,
  explanation,
  ...choices.map(({ text }) => text),
];
