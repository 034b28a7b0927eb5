import { Readable } from 'node:stream';
import type { EventExport } from '@seodang/contract/playback-events.ts';
import { audit } from '#core/audit.ts';
import { found } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { FIRST_ROW, placeFor, XLSX_TYPE, xlsxFile } from '#core/xlsx-file.ts';
import * as queries from './event-export.queries.ts';
import type { Place } from './event-log.queries.ts';
import { placeOf, wantedOf } from './event-log.ts';
import * as videos from './videos.queries.ts';

const FIRST_LINES = 500;
const LINES_AT_ONCE = 2500;
/** How many of these may wait for a slow reader; the usual sixteen are megabytes. */
const waiting = { highWaterMark: 2 };

type ExportedFile = { file_name: string; content_type: string; content: Readable };

/**
 * The events of a video as CSV, with the BOM by which Excel knows UTF-8, or as XLSX, in constant memory; who took it is
 * recorded.
 */
export async function exportEvents(scope: Scope, asked: EventExport): Promise<ExportedFile> {
  const { format, lang, ...filter } = asked;
  const timezone = await scope.tx(async (tx, scope) => {
    found(await videos.findVideo(tx, scope, filter.video));
    await audit(tx, scope, {
      ...{ action: 'video.export_events', subject_type: 'video', subject_id: filter.video },
      after: { ...filter, format },
    });
    return queries.timezoneOf(tx);
  });
  const as = format === 'csv' ? 'csv' : lang;
  const lines = linesOf(scope, { wanted: wantedOf(filter, scope.now), timezone, as });
  const file_name = `video_${filter.video}_events_${filter.range}.${format}`;
  if (as === 'csv')
    return {
      file_name,
      content_type: 'text/csv; charset=utf-8',
      content: Readable.from(csvOf(lines), waiting),
    };
  const sheet = {
    name: lang === 'ko' ? '재생 기록' : 'Events',
    columns: queries.sheetColumns(as),
    rows: lines,
  };
  return { file_name, content_type: XLSX_TYPE, content: Readable.from(xlsxFile(sheet), waiting) };
}

type Lines = { text: string; sheet: number };

async function* csvOf(lines: AsyncIterable<Lines>): AsyncGenerator<string> {
  yield `\uFEFF${queries.csvHeader}`;
  for await (const { text } of lines) yield text;
}

/** A short transaction for some thousand lines, so that a slow reader keeps no connection; the next while these are sent. */
async function* linesOf(scope: Scope, exporting: queries.Exporting): AsyncGenerator<Lines> {
  let free = FIRST_ROW;
  const read = (after: Place | undefined, limit: number) => {
    const { sheet, row } = placeFor(limit, free);
    free = { sheet, row: row + limit };
    const page = { after, limit, row };
    const lines = scope.tx((tx, scope) => queries.fileLines(tx, scope, exporting, page));
    // Nobody awaits those that a reader who went away did not want any more.
    lines.catch(() => {});
    return { lines, limit, sheet };
  };
  let reading: ReturnType<typeof read> | undefined = read(undefined, FIRST_LINES);
  while (reading) {
    const { limit, sheet }: { limit: number; sheet: number } = reading;
    const { text, count, last }: queries.Lines = await reading.lines;
    reading = count < limit || last === null ? undefined : read(placeOf(last), LINES_AT_ONCE);
    if (text) yield { text, sheet };
  }
}
