import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { z } from 'zod';
import { parseSheet } from '../geometry/geometry.ts';
import { type Sheet, sheetOfRegions } from '../geometry/index.ts';
import { decodeImage, decodePages } from '../node/index.ts';
import { prepareForeign, readForeign } from '../read/foreign.ts';
import { type Grey, release } from '../read/grey.ts';
import type { PageReading, ReadOptions } from '../read/page.ts';
import { prepare } from '../read/prepare.ts';
import { readSheet } from '../read/read.ts';
import { jsonFile, named, reasonOf } from './files.ts';
import { linesOfPage } from './page-text.ts';
import type { Print } from './run.ts';

const Roster = z.array(z.object({ number: z.string(), enrollment: z.number().int().optional() }));

/** A geometry as `draw` writes it, one or the list of its pages, or regions that were marked on a blank. */
function sheetsOf(described: unknown, blank: Grey | undefined): Sheet[] {
  if (Array.isArray(described)) return described.map(parseSheet);
  const isWhole = typeof described === 'object' && described !== null && 'version' in described;
  return [isWhole ? parseSheet(described) : sheetOfRegions(described, blank)];
}

async function readerOf(
  file: string,
  blankFile: string | undefined,
  options: ReadOptions,
): Promise<(image: Grey) => PageReading> {
  const described = await jsonFile(file);
  const blank = blankFile === undefined ? undefined : await named(blankFile, () => decodeImage(blankFile));
  const sheets = await named(file, async () => sheetsOf(described, blank));
  const [first, ...others] = sheets;
  if (!first) throw new Error(`${file}: there is no sheet in it`);
  if (blank) {
    if (others.length > 0) throw new Error(`${file}: a blank shows one page, and here are ${sheets.length}`);
    const prepared = prepareForeign(first, blank);
    return (image) => readForeign(image, prepared, options);
  }
  if (sheets.some(({ fiducials }) => !fiducials))
    throw new Error(`${file}: a sheet without rings at its corners is read by its blank; give --blank IMAGE`);
  const prepared = sheets.map(prepare);
  return (image) => readSheet(image, prepared, options);
}

async function rosterOf(file: string | undefined): Promise<ReadOptions> {
  if (file === undefined) return {};
  const described = await jsonFile(file);
  const entries = await named(file, async () => Roster.parse(described));
  const roster = entries.map(({ number, enrollment }) => ({ number, ...(enrollment ? { enrollment } : {}) }));
  return { roster };
}

/** `omr read`: images and PDFs in; for each page what is on it, as text or as a line of JSON. 1 when a page was not read. */
export async function readCommand(args: string[], print: Print): Promise<number> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { sheet: text, blank: text, roster: text, json: flag, stats: flag },
  });
  if (!values.sheet || positionals.length === 0)
    throw new Error('read needs --sheet and files; see omr --help');
  // One page after the other needs neither many threads nor what was decoded before.
  sharp.cache(false);
  sharp.concurrency(1);
  const read = await readerOf(values.sheet, values.blank, await rosterOf(values.roster));
  const show = (result: Parameters<typeof linesOfPage>[0]) =>
    values.json ? print(JSON.stringify(result)) : linesOfPage(result).forEach(print);
  let [pages, unread] = [0, 0];
  const before = process.cpuUsage();
  const reading = { user: 0, system: 0 };
  for (const path of positionals) {
    const file = basename(path);
    let page = 0;
    try {
      for await (const image of decodePages(await readFile(path))) {
        page += 1;
        pages += 1;
        const started = process.cpuUsage();
        const result = read(image);
        release(image);
        const took = process.cpuUsage(started);
        reading.user += took.user;
        reading.system += took.system;
        if (result.status !== 'read') unread += 1;
        show({ file, page, ...result });
      }
    } catch (error) {
      unread += 1;
      show({ file, page: page + 1, status: 'unreadable', reason: reasonOf(error) });
    }
  }
  const { user, system } = process.cpuUsage(before);
  const rss_mb = Math.round(process.resourceUsage().maxRSS / 1024);
  const [cpu_s, read_s] = [user + system, reading.user + reading.system].map((micros = 0) => micros / 1e6);
  if (values.stats)
    print(JSON.stringify({ pages, cpu_s, read_s, decode_s: (cpu_s ?? 0) - (read_s ?? 0), rss_mb }));
  return unread > 0 ? 1 : 0;
}
