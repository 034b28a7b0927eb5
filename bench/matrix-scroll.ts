import { type Browser, chromium, type Page } from '@playwright/test';
import { hashPassword } from '../server/domains/identity/password.ts';
import { findChromium } from '../tools/system-packages.ts';
import { record } from './figures.ts';
import { fillMatrix } from './matrix-class.ts';
import { accessOfOwner, withViewers } from './viewers.ts';

/** Pixels a second: three screens of rows, and more than one of columns. */
const speed = { scrollTop: 1800, scrollLeft: 1200 };
const password = '우리 학원의 긴 비밀번호 27';

/** Down, across, up and back over the whole matrix, by the clock. */
const scroll = `async (speed) => {
  const grid = document.querySelector('[role="grid"]');
  const run = (axis, reach, isBack) => new Promise((done) => {
    let begun;
    const step = (now) => {
      begun ??= now;
      const moved = Math.min(reach, ((now - begun) / 1000) * speed[axis]);
      grid[axis] = isBack ? reach - moved : moved;
      if (moved < reach) requestAnimationFrame(step);
      else done();
    };
    requestAnimationFrame(step);
  });
  const down = grid.scrollHeight - grid.clientHeight;
  const across = grid.scrollWidth - grid.clientWidth;
  for (const isBack of [false, true]) {
    await run('scrollTop', down, isBack);
    await run('scrollLeft', across, isBack);
  }
}`;

type TraceEvent = {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  tdur?: number;
  args: { name?: string };
};

/** Milliseconds of processor time: of each task of the page's main thread, and of all of them from frame to frame. */
function workOf(events: readonly TraceEvent[]) {
  const main = events.find(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const own = events.filter(({ ph, pid, tid }) => ph === 'X' && pid === main?.pid && tid === main.tid);
  const tasks = own.filter(({ name }) => name === 'ThreadControllerImpl::RunTask');
  const begins = own.filter(({ name }) => name === 'ProxyMain::BeginMainFrame').map(({ ts }) => ts);
  const took = ({ tdur = 0 }: TraceEvent) => tdur / 1000;
  const frames = begins
    .toSorted((a, b) => a - b)
    .map((ts, at, all) => tasks.filter((task) => task.ts > (all[at - 1] ?? 0) && task.ts <= ts))
    .map((between) => between.reduce((sum, task) => sum + took(task), 0));
  return { tasks: tasks.map(took), frames: frames.slice(1) };
}

async function openMatrix(browser: Browser, baseURL: string, lecture: number): Promise<Page> {
  const context = await browser.newContext({
    ...{ baseURL, bypassCSP: true, locale: 'ko-KR', viewport: { width: 1366, height: 768 } },
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('학원 코드').fill('bench');
  await page.getByLabel('아이디 또는 휴대폰 번호').fill('owner');
  await page.getByLabel('비밀번호', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/staff$/);
  await page.goto(`/staff/lectures/${lecture}/progress`);
  await page.getByRole('gridcell').first().waitFor();
  return page;
}

/** Traced, since the time on the clock says as much about what else the machine does. */
async function scrolled(page: Page) {
  await page
    .context()
    .browser()
    ?.startTracing(page, { categories: ['toplevel', 'cc'] });
  await page.evaluate(`(${scroll})(${JSON.stringify(speed)})`);
  const trace = await page.context().browser()?.stopTracing();
  return workOf(JSON.parse(String(trace)).traceEvents);
}

const shareOver = (values: readonly number[], most: number) =>
  Math.round((1000 * values.filter((value) => value > most).length) / values.length) / 10;

await withViewers(300, async (theatre) => {
  await fillMatrix(theatre.owner);
  await accessOfOwner(theatre);
  await theatre.owner.query(`update user_account set password_hash = $1 where login_id = 'owner'`, [
    await hashPassword(password),
  ]);
  const { rows } = await theatre.owner.query<{ id: number }>('select min(id) as id from lecture');
  const executablePath = findChromium();
  const args = ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const browser = await chromium.launch({ args, ...(executablePath ? { executablePath } : {}) });
  try {
    const page = await openMatrix(browser, theatre.address, Number(rows[0]?.id));
    await scrolled(page);
    const { tasks, frames } = await scrolled(page);
    const median = frames.toSorted((a, b) => a - b)[frames.length >> 1] ?? 0;
    console.log(
      `${frames.length} frames, median ${median.toFixed(1)} ms, worst ${Math.max(...frames).toFixed(1)} ms`,
    );
    const what = `at most; of the frames in which 300 students by 60 sessions are scrolled down, across, up and back, those with over`;
    const [name, command] = ['matrix_scroll', 'npm run bench matrix-scroll'];
    record(command, [
      {
        ...{ name: `${name}_late_percent`, value: shareOver(frames, 33), unit: '%', limit: 1 },
        limit_what: `${what} 33 ms of work in the page's main thread`,
      },
      {
        ...{ name: `${name}_slow_late_percent`, value: shareOver(frames, 33 / 4), unit: '%', limit: 20 },
        limit_what: `${what} a fourth of that, which are late on a phone or an old notebook`,
      },
      {
        ...{
          name: `${name}_long_tasks`,
          value: tasks.filter((ms) => ms > 50).length,
          unit: 'tasks',
          limit: 0,
        },
        limit_what: 'at most; of over 50 ms while scrolling',
      },
    ]);
  } finally {
    await browser.close();
  }
});
