import { expect, type Page, type Request, test } from '@playwright/test';
import { signIn } from '@seodang/contract/auth.ts';
import { listPlaybackCases } from '@seodang/contract/playback-cases.ts';
import { editVideo, videoStats } from '@seodang/contract/video.ts';
import { watch } from './academy.ts';
import { drawClip } from './clips.ts';
import { playedOn, positionOf, startWithMovedClock } from './moved-clock.ts';
import { apiOf, openSchool, type School, signInAt, statusOf } from './school.ts';

const seconds = 150;
const rate = 1.5;
/** What a beat may run ahead of the clock until the clock has caught up. */
const grace = 3;

const isRenewal = (reply: { url: () => string }) => reply.url().endsWith('/playback/refresh');
const isBeat = (request: { url: () => string }) => request.url().endsWith('/playback/heartbeat');

/** What a page says to the server about its playback, as the tools of its browser show it. */
function listenIn(page: Page) {
  const counted = { starts: 0, started_at: 0 };
  const heard = { ...counted, tokens: new Set<string>(), urls: [] as string[], beats: [] as Request[] };
  page.on('request', (request) => {
    if (request.url().endsWith('/playback/start')) heard.starts += 1;
    if (isBeat(request)) heard.beats.push(request);
  });
  page.on('response', async (reply) => {
    if (isBeat(reply) && reply.ok()) heard.tokens.add(reply.request().postDataJSON().token);
    if (reply.url().endsWith('/playback/start')) heard.started_at = reply.request().timing().startTime;
    if (/\/playback\/(start|refresh)$/.test(reply.url()) && reply.ok())
      heard.urls.push((await reply.json()).play_url);
  });
  return heard;
}

type Claim = { clock?: number; intervals: [number, number][] };

/**
 * A script in the tools of the page's browser says what it likes, with the token of the player's last report; returns
 * the statuses.
 */
async function forge(page: Page, { beats }: ReturnType<typeof listenIn>, claims: (clock: number) => Claim[]) {
  const beat = beats.at(-1);
  const { token, clock } = beat?.postDataJSON() ?? {};
  return page.evaluate(
    async ({ url, authorization, sent }) => {
      const statuses = [];
      for (const body of sent) {
        const headers = { 'content-type': 'application/json', authorization };
        const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
        statuses.push(reply.status);
      }
      return statuses;
    },
    {
      url: beat?.url() ?? '',
      authorization: beat?.headers().authorization ?? '',
      sent: claims(clock).map((claim) => ({ token, ...claim })),
    },
  );
}

const everything: Claim = { intervals: [[0, seconds]] };

/** The academy as its owner sees it now: also a sign-in ends with the hours. */
async function atDesk({ code, owner }: School, address: string) {
  const { access_token } = await apiOf(undefined, address)(signIn, { body: { academy: code, ...owner } });
  return apiOf(access_token, address);
}
type Desk = Awaited<ReturnType<typeof atDesk>>;

/** Seconds on record, as staff see them. */
async function watchedOf(call: Desk, id: number): Promise<number> {
  const { students } = await call(videoStats, { params: { id } });
  return students[0]?.watched_seconds ?? 0;
}

/** The one case, which nothing follows from. */
async function evidenceOf(call: Desk): Promise<number> {
  const { results } = await call(listPlaybackCases, { querystring: {} });
  expect(results).toMatchObject([{ state: 'ok', status: 'open', violations: 0 }]);
  return results[0]?.forged ?? 0;
}

const play = (page: Page) => page.getByRole('button', { name: '재생', exact: true }).first();

/** How far the picture has ever been: a player that has stalled may begin again a little before that. */
function furthestOf(page: Page): () => Promise<number> {
  const video = page.locator('video');
  const kept = video.evaluateHandle((element: HTMLVideoElement) => {
    const seen = { furthest: element.currentTime };
    element.addEventListener('timeupdate', () => {
      seen.furthest = Math.max(seen.furthest, element.currentTime);
    });
    return seen;
  });
  return async () =>
    Math.max(await positionOf(page), await (await kept).evaluate(({ furthest }) => furthest));
}

/** Until a beat that was sent from now on is answered: one that was under way before may be all that is answered first. */
async function pause(page: Page): Promise<void> {
  const told = page.waitForRequest(isBeat);
  await page.keyboard.press('k');
  await (await told).response();
}

/** A page that is away from the server for ten minutes has to begin anew: it is seen to renew every five. */
async function fiveMinutesOn(page: Page, { tokens }: ReturnType<typeof listenIn>): Promise<void> {
  const renewed = page.waitForResponse((reply) => isRenewal(reply) && reply.ok());
  await system.travel(page, 5 * 60);
  const { token } = await (await renewed).json();
  await expect.poll(() => tokens.has(token)).toBe(true);
}

let system: Awaited<ReturnType<typeof startWithMovedClock>>;
test.beforeAll(async () => {
  system = await startWithMovedClock();
});
test.afterAll(() => system.stop());

test('seventy minutes are played beyond the end of every token, and a script gains nothing on top', async ({
  page,
}) => {
  const school = await openSchool('j4-hours', system.address);
  const { student } = await school.family('이지아');
  const video = await school.uploaded('함수의 극한', await drawClip(seconds));
  await expect.poll(() => statusOf(school, video), { timeout: 180_000 }).toBe('READY');
  await page.clock.install();
  const complaints = await signInAt(page, school, student, system.address);
  const heard = listenIn(page);
  const lesson = `${system.address}/student/sessions/${school.session_id}/videos/${video}`;
  await page.goto(lesson);
  await play(page).click();
  // A page counts its time from when the answer to its start is there, the server from when it was asked.
  const lag = (Date.now() - heard.started_at) / 1000;
  await playedOn(page, 1);
  const furthest = furthestOf(page);
  for (let minute = 0; minute < 70; minute += 5) {
    await fiveMinutesOn(page, heard);
    await playedOn(page, 0.4);
  }
  expect(heard.starts).toBe(1);
  expect(heard.tokens.size).toBeGreaterThan(12);
  const statusAt = async (url = '') => (await page.request.get(new URL(url, system.address).href)).status();
  expect([await statusAt(heard.urls[0]), await statusAt(heard.urls.at(-1))]).toEqual([403, 200]);
  await pause(page);
  const played = await furthest();
  let desk = await atDesk(school, system.address);
  await expect.poll(() => watchedOf(desk, video)).toBeGreaterThan(played - 2);
  expect(await watchedOf(desk, video)).toBeLessThan(played + 1);

  await desk(editVideo, { params: { id: video }, body: { allow_skip: false, max_speed: 1.25 } });
  await play(page).click();
  await system.travel(page, 15);
  await expect(page.getByText('처음 시청: 앞으로 건너뛰기 제한, 1.25배속까지')).toBeVisible();
  await playedOn(page, 1);
  expect(heard.starts).toBe(1);
  // What a script may have grows from the last honest beat on.
  const began = Date.now();
  await pause(page);
  const honest = await furthest();
  await expect.poll(() => watchedOf(desk, video)).toBeGreaterThan(honest - 2);
  expect(await watchedOf(desk, video)).toBeLessThan(honest + 1);

  const mostOf = (tries: number) => honest + 1 + (tries * grace + lag + (Date.now() - began) / 1000) * rate;
  const mayHave = async (tries: number) => expect(await watchedOf(desk, video)).toBeLessThan(mostOf(tries));
  const allAtOnce = () => Array<Claim>(6).fill(everything);
  expect(await forge(page, heard, allAtOnce)).toEqual(Array(6).fill(200));
  await mayHave(1);
  const posted = await evidenceOf(desk);
  expect(posted).toBeGreaterThan(0);

  const old = heard.beats.at(-1)?.postDataJSON();
  expect(await forge(page, heard, () => Array(21).fill(old))).toContain(200);
  await mayHave(1);
  const replayed = await evidenceOf(desk);
  expect(replayed).toBeGreaterThan(posted);

  for (let minute = 0; minute < 30; minute += 5) await fiveMinutesOn(page, heard);
  desk = await atDesk(school, system.address);
  await forge(page, heard, (clock) => Array(6).fill({ ...everything, clock: clock + 1800 }));
  await mayHave(2);
  const claimedLate = await evidenceOf(desk);
  expect(claimedLate).toBeGreaterThan(replayed);

  const second = await page.context().newPage();
  const other = watch(second);
  const heardThere = listenIn(second);
  await second.goto(lesson);
  await play(second).click();
  await playedOn(second, 1);
  await pause(second);
  expect(await forge(page, heard, () => [everything])).toEqual([409]);
  await forge(second, heardThere, allAtOnce);
  await mayHave(3);
  expect(await evidenceOf(desk)).toBeGreaterThan(claimedLate);
  await play(second).click();
  await playedOn(second, 1);
  expect([...complaints, ...other]).toEqual([]);
});
