import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { parseSheet, type Sheet } from '../geometry/geometry.ts';
import { decodeImage, decodePages } from '../node/index.ts';
import { prepareForeign, readForeign } from '../read/foreign.ts';
import type { Grey } from '../read/grey.ts';
import type { PageReading, ReadOptions } from '../read/page.ts';
import { prepare } from '../read/prepare.ts';
import { readSheet } from '../read/read.ts';
import type { Print } from './run.ts';

const Roster = z.array(z.object({ number: z.string(), enrollment: z.number().int().optional() }));

const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

async function readerOf(
  sheets: Sheet[],
  blank: string | undefined,
  options: ReadOptions,
): Promise<(image: Grey) => PageReading> {
  const [first] = sheets;
  if (blank && first) {
    const prepared = prepareForeign(first, await decodeImage(blank));
    return (image) => readForeign(image, prepared, options);
  }
  const prepared = sheets.map(prepare);
  return (image) => readSheet(image, prepared, options);
}

/** `omr read`: images and PDFs in, a line of JSON for each page out. */
export async function readCommand(args: string[], print: Print): Promise<number> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { sheet: text, blank: text, roster: text, stats: { type: 'boolean', default: false } },
  });
  if (!values.sheet || positionals.length === 0)
    throw new Error('read needs --sheet and files; see omr --help');
  const described = await json(values.sheet);
  const sheets = (Array.isArray(described) ? described : [described]).map(parseSheet);
  const entries = values.roster ? Roster.parse(await json(values.roster)) : undefined;
  const roster = entries?.map(({ number, enrollment }) => ({
    number,
    ...(enrollment ? { enrollment } : {}),
  }));
  const read = await readerOf(sheets, values.blank, roster ? { roster } : {});
  let pages = 0;
  const before = process.cpuUsage();
  for (const file of positionals) {
    let page = 0;
    for await (const image of decodePages(await readFile(file))) {
      page += 1;
      pages += 1;
      print(JSON.stringify({ file: basename(file), page, ...read(image) }));
    }
  }
  const { user, system } = process.cpuUsage(before);
  const rss_mb = Math.round(process.resourceUsage().maxRSS / 1024);
  if (values.stats) print(JSON.stringify({ pages, cpu_s: (user + system) / 1e6, rss_mb }));
  return 0;
}
