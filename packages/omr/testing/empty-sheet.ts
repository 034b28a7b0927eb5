import { beforeAll } from 'vitest';
import { paperOfPdf } from '../corpus/index.ts';
import type { Paper } from '../corpus/ink.ts';
import { drawSheets } from '../draw/index.ts';
import { layout } from '../geometry/index.ts';
import type { Grey } from '../read/grey.ts';
import { fineDensity } from '../read/patches.ts';
import { prepare } from '../read/prepare.ts';
import { readSheet } from '../read/read.ts';

/** For tests: a sheet of 45 questions, drawn once for a file; `paper` gives a fresh copy of it, `statuses` what is read there. */
export function emptySheet() {
  const questions = Array.from({ length: 45 }, (_, index) => ({ number: index + 1 }));
  const [sheet] = layout({ title: '주간 테스트', questions });
  if (!sheet) throw new Error('a layout has a page');
  const prepared = prepare(sheet);
  let blank: Paper | undefined;
  beforeAll(async () => {
    const file = await drawSheets([{ sheet, code: { exam: 5, sheet: 6, page: 1 } }]);
    blank = await paperOfPdf(file, 2 * fineDensity);
  });
  return {
    sheet,
    prepared,
    paper: (): Paper => {
      if (!blank) throw new Error('the sheet was not drawn');
      return { ...blank, data: blank.data.slice() };
    },
    /** Status and labels of each question. Throws why a page was refused. */
    statuses: (image: Grey): string[][] => {
      const page = readSheet(image, [prepared]);
      if (page.status === 'refused') throw new Error(page.reason);
      return page.questions.map(({ status, marked }) => [status, marked.join('+')]);
    },
  };
}
