import { setImmediate as pause } from 'node:timers/promises';
import type { SameText } from '@seodang/contract/homework-hints.ts';
import type { Tx } from '#core/db.ts';
import { found } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { scenesOf } from './homework-film.rules.ts';
import * as queries from './same-texts.queries.ts';
import { findSubmission } from './submissions.queries.ts';
import { FILE_URL_SECONDS } from './submissions.rules.ts';
import { type Alike, compareTexts, likest, sharedPassages, unpackPrints } from './text-likeness.rules.ts';

const MOST_HINTS = 5;
/** Of a homework that a thousand hand in, the newest; three hundred works of five pages. */
const MOST_PAGES = 1500;
/** So many are compared at once: some milliseconds, between which others are served. */
const SLICE = 40;
const LONGEST_TEXT = 20_000;

type Page = { id: number; student_id: number; prints: Uint32Array };

/** Work of others for the same homework that reads like this one: for a person to compare, judged by nobody else. */
export function listSameTexts(scope: Scope, storage: Storage, id: number): Promise<{ results: SameText[] }> {
  return scope.tx(async (tx, scope) => {
    const { homework_id, superseded_at } = found(await findSubmission(tx, scope, id));
    if (homework_id === null || superseded_at !== null) return { results: [] };
    const own = await queries.listOwnPages(tx, id);
    const alike = likest(await alikeTo(tx, own, homework_id)).slice(0, MOST_HINTS);
    const ids = alike.flatMap(({ page, other }) => [own[page]?.id ?? 0, other.id]);
    const shown = new Map((await queries.listShown(tx, ids)).map((row) => [row.id, row]));
    const results = alike.map(({ page, other, shared }) => {
      const [mine, theirs] = [shown.get(own[page]?.id ?? 0), shown.get(other.id)];
      return mine && theirs ? hintOf(storage, mine, theirs, shared) : [];
    });
    return { results: (await Promise.all(results)).flat() };
  });
}

async function alikeTo(
  tx: Tx,
  own: Awaited<ReturnType<typeof queries.listOwnPages>>,
  homework_id: number,
): Promise<Alike<Page>[]> {
  const [first] = own;
  if (!first) return [];
  const compared = compareTexts<Page>(own.map(({ prints }) => unpackPrints(prints)));
  const ids = await queries.listPagesOfOthers(tx, homework_id, first.student_id, MOST_PAGES);
  for (let from = 0; from < ids.length; from += SLICE) {
    const pages = await queries.readPrints(tx, ids.slice(from, from + SLICE));
    for (const { prints, ...page } of pages) compared.add({ ...page, prints: unpackPrints(prints) });
    await pause();
  }
  const alike: Alike<Page>[] = [];
  for (const page of own.keys()) {
    alike.push(...compared.found(page));
    await pause();
  }
  return alike;
}

type Shown = Awaited<ReturnType<typeof queries.listShown>>[number];

async function hintOf(
  storage: Storage,
  mine: Shown,
  theirs: Shown,
  shared: readonly number[],
): Promise<SameText> {
  const [text, other] = [mine, theirs].map(({ sure_text }) => sure_text.slice(0, LONGEST_TEXT));
  const { student_name, created_at } = theirs;
  return {
    passages: sharedPassages(text ?? '', other ?? '', new Set(shared)),
    own: await placeOf(storage, mine),
    other: { ...(await placeOf(storage, theirs)), student_name, created_at },
  };
}

async function placeOf(storage: Storage, { submission_id, place, at_ms, ...row }: Shown) {
  const at = at_ms === null ? null : at_ms / 1000;
  const scene = scenesOf(row.frames).find((one) => one.at === at);
  const key = at === null ? row.thumb_key && row.page_key : (scene?.page ?? scene?.key);
  return { submission_id, place, at, url: key ? await storage.signedGet(key, FILE_URL_SECONDS) : null };
}
