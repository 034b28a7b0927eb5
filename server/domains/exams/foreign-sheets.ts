import type { SheetRegion } from '@seodang/contract/sheet-regions.ts';
import type { Tx } from '#core/db.ts';
import { found, refuse } from '#core/problem.ts';
import { lockExam } from './exams.queries.ts';
import { listQuestions, placeQuestions } from './questions.queries.ts';
import * as queries from './sheets.queries.ts';
import { pagesOf, regionsOf } from './sheets.rules.ts';
import { findTemplate, lockTemplate } from './templates.queries.ts';
import { countsOf, geometryOf, misfitsOf, nameBoxOf, pageSizeOf } from './templates.rules.ts';

/** A sheet that is drawn here: nothing of another design. */
export const drawnHere = {
  ...{ is_foreign: false, template_id: null, template_version: null, blank_key: null, name_box: null },
} as const;

type Template = NonNullable<Awaited<ReturnType<typeof lockTemplate>>>;

/** The template, locked before its exam as everywhere; one that was put away is not there to be chosen. */
export async function mustChoose(tx: Tx, id: number): Promise<Template> {
  const template = found(await lockTemplate(tx, id));
  return template.archived_at === null ? template : refuse('not_found');
}

/** Makes a sheet one of a template as it is now: what the template becomes later does not change it. */
export async function placeTemplate(
  tx: Tx,
  sheet: Pick<queries.SheetRow, 'id' | 'exam_id'>,
  template: Template,
): Promise<queries.SheetRow> {
  const regions = template.regions as unknown as SheetRegion[];
  const shape = template.bubble_shape as 'ellipse' | 'rectangle';
  const pages = [geometryOf(regions, pageSizeOf(template), shape)];
  const name_box = nameBoxOf(regions);
  await placeQuestions(tx, { exam_id: sheet.exam_id, sheet_id: sheet.id }, regionsOf(pages));
  return queries.updateSheet(tx, sheet.id, {
    ...{ is_foreign: true, template_id: template.id, template_version: template.version },
    ...{ blank_key: template.blank_key, paper: template.paper },
    number_digits: countsOf(regions).number_digits,
    pages: JSON.stringify(pages),
    name_box: name_box ? JSON.stringify(name_box) : null,
  });
}

/** After questions changed: the paper is what it is, and each question takes the place with its number. */
export async function placeAgain(tx: Tx, sheet: queries.SheetRow): Promise<queries.SheetRow> {
  await placeQuestions(tx, { exam_id: sheet.exam_id, sheet_id: sheet.id }, regionsOf(pagesOf(sheet)));
  return sheet;
}

/** Brings the sheet of an exam to the present version of its template, unless it was scanned with. */
export async function followTemplate(tx: Tx, exam_id: number, template_id: number): Promise<void> {
  await lockExam(tx, exam_id);
  const sheet = await queries.findSheet(tx, exam_id);
  if (sheet?.template_id !== template_id || sheet.printed_at !== null) return;
  await placeTemplate(tx, sheet, found(await lockTemplate(tx, template_id)));
}

/**
 * The sheet of an exam for scanning. One of another design is kept as it is from now on; refuses `sheet_does_not_fit` while
 * it has no place for something that is asked.
 */
export async function takeSheet(tx: Tx, exam_id: number, at: Date): Promise<queries.SheetRow> {
  const seen = found(await queries.findSheet(tx, exam_id));
  if (!seen.is_foreign) return seen;
  await lockExam(tx, exam_id);
  const sheet = found(await queries.findSheet(tx, exam_id));
  const misfits = sheet.is_foreign ? misfitsOf(await listQuestions(tx, exam_id)) : [];
  if (misfits.length > 0) refuse('sheet_does_not_fit', { misfits });
  if (!sheet.is_foreign || sheet.printed_at !== null) return sheet;
  return queries.updateSheet(tx, sheet.id, { printed_at: at });
}

/** What a screen tells of a sheet of another design. */
export async function foreignFacts(tx: Tx, { exam_id, template_id, template_version }: queries.SheetRow) {
  const template = template_id === null ? undefined : await findTemplate(tx, template_id);
  if (!template || template_version === null) return { template: null, misfits: [] };
  const { id, name, version: newest_version } = template;
  return {
    template: { id, name, version: template_version, newest_version },
    misfits: misfitsOf(await listQuestions(tx, exam_id)),
  };
}
