import sharp from 'sharp';
import { beforeEach, expect, test } from 'vitest';
import { openZip } from '#core/zip.ts';
import { ask } from '#testing/ask.ts';
import { type Examined, examined } from '#testing/examined.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { scanDesk } from '#testing/scan-desk.ts';
import { studyMistakes } from './from-results.ts';

const kit = useApp();
let school: Academy;
let exam: Examined;

beforeEach(async () => {
  school = await academy(kit);
  exam = await examined(kit, school, { results_shown: 'on_release', keys_shown: 'with_results' });
});

const release = () => ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/release`, { released: true });

/** A scanned page, 1000 by 1400, on which each question is a band of a grey of its own. */
function scannedSheet(greys: readonly number[]): Promise<Buffer> {
  const bands = greys.map((grey, at) => ({
    input: {
      create: { width: 400, height: 40, channels: 3 as const, background: { r: grey, g: grey, b: grey } },
    },
    ...{ left: 300, top: 200 + at * 100 },
  }));
  const page = sharp({ create: { width: 1000, height: 1400, channels: 3, background: '#fff' } }).composite(
    bands,
  );
  return page
    .png()
    .toBuffer()
    .then((png) => sharp(png).rotate(180).jpeg({ quality: 95 }).toBuffer());
}

/** Scans a page of this student, upside down, on which "2" was marked everywhere. */
async function scanned(desk: ReturnType<typeof scanDesk>, enrollment_id: number, greys: readonly number[]) {
  const { id } = await desk.startScan();
  const corner = (x: number, y: number): [number, number] => [1 - x / 1000, 1 - y / 1400];
  const page = desk.page(1, { enrollment_id }, '2');
  const answers = page.answers.map((one, at) => {
    const [top, bottom] = [200 + at * 100, 240 + at * 100];
    return {
      ...one,
      corners: [corner(300, top), corner(700, top), corner(700, bottom), corner(300, bottom)],
    };
  });
  await desk.deliver([{ ...page, answers }], new Map([['page-1.jpg', await scannedSheet(greys)]]));
  const { pages } = await desk.show(id);
  return pages[0].id as number;
}

type Note = { body: string; picture_path: string | null };
type Packed = { version: string; history: { picture_path?: string }[] };

/** What a student is shown of the sheets: in the note, on devices, as pictures of these names, and in the PDF. */
async function shownTo(who: Examined['student'], names: readonly string[] = []) {
  const noted: Note[] = (await ask(kit, who, 'GET /study/notes')).body.results;
  const packed: Packed[] = (await ask(kit, who, 'GET /study/pack')).body.questions;
  const inNote = noted.flatMap((one) => one.picture_path ?? []).toSorted();
  const wanted = [...names, ...inNote];
  const listed =
    wanted.length === 0 ? [] : (await ask(kit, who, `GET /study/images?names=${wanted}`)).body.results;
  const pdf = await kit.app.inject({ url: '/api/v1/study/notes.pdf', headers: who.headers });
  return {
    mistakes: noted.length,
    note: inNote,
    pack: packed.flatMap((one) => one.history.flatMap((given) => given.picture_path ?? [])).toSorted(),
    listed: listed.map((one: { name: string }) => one.name).toSorted(),
    printed: pdf.rawPayload.toString('latin1').match(/\/Subtype \/Image/g)?.length ?? 0,
    versions: packed.map(({ version }) => version),
  };
}

test('a scan of the sheet, whichever way up, shows what was marked, in the note, its PDF and on devices', async () => {
  const greys = [40, 80, 120, 160];
  await scanned(scanDesk(kit, exam), exam.enrollment_id, greys);
  await release();
  await kit.runTasks();
  const { body } = await ask(kit, exam.student, 'GET /study/notes');
  const notes = body.results.toSorted((a: { body: string }, b: { body: string }) =>
    a.body < b.body ? -1 : 1,
  );
  const names: string[] = notes.map((one: { picture_path: string }) => one.picture_path);
  const pack = (await ask(kit, exam.student, 'GET /study/pack')).body.questions;
  const packed = pack.flatMap((one: { history: { picture_path?: string }[] }) => one.history);
  expect(packed.map((one: { picture_path?: string }) => one.picture_path).toSorted()).toEqual(
    names.toSorted(),
  );
  const shown = await ask(kit, exam.student, `GET /study/images?names=${names.join()}`);
  for (const [at, name] of names.entries()) {
    const { url, width, height } = shown.body.results.find((one: { name: string }) => one.name === name);
    const bytes = (await kit.app.inject({ url })).rawPayload;
    const { data } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true });
    const grey = (x: number, y: number) => data[Math.round(y * height) * width + Math.round(x * width)] ?? 0;
    expect(Math.abs(grey(0.5, 0.5) - (greys[at] ?? 0))).toBeLessThan(8);
    // The printed number stands to the left, and nothing of the questions above and below is on it.
    expect([grey(0.03, 0.5), grey(0.5, 0.02), grey(0.5, 0.98)].every((edge) => edge > 240)).toBe(true);
  }
  const pdf = await kit.app.inject({ url: '/api/v1/study/notes.pdf', headers: exam.student.headers });
  expect(pdf.rawPayload.toString('latin1').match(/\/Subtype \/Image/g)).toHaveLength(4);
});

/** How many answers, rounds and memories the student takes away. */
async function takenAway(who: Examined['student']): Promise<number[]> {
  const { rawPayload } = await kit.app.inject({ url: '/api/v1/study/export', headers: who.headers });
  const zip = openZip(rawPayload, 2 ** 20);
  return ['answers.csv', 'rounds.csv', 'memory.csv'].map(
    (name) => String(zip.bytes(name)).split('\r\n').length - 2,
  );
}

test("a page that was another student's leaves nothing with the first, all with the second, and comes back", async () => {
  const mate = await school.seatIn(exam.lecture_id, exam.session_id);
  const id = await scanned(scanDesk(kit, exam), exam.enrollment_id, [40, 80, 120, 160]);
  await release();
  await kit.runTasks();
  const before = await shownTo(exam.student);
  expect(before).toMatchObject({ mistakes: 4, pack: before.note, listed: before.note, printed: 4 });
  expect(await takenAway(exam.student)).toEqual([4, 1, 4]);
  const files = await kit.owner.query('select file_key from study_image where name = any($1)', [before.note]);
  await ask(kit, exam.teacher, `POST /scan-pages/${id}/take-back`);
  await kit.runTasks();
  const nothing = { mistakes: 0, note: [], pack: [], listed: [], printed: 0 };
  const after = await shownTo(exam.student, before.note);
  expect(after).toMatchObject(nothing);
  expect(after.versions.some((version) => before.versions.includes(version))).toBe(false);
  expect(await takenAway(exam.student)).toEqual([0, 0, 0]);
  for (const { file_key } of files.rows) expect(await kit.storage.head(file_key)).toBeUndefined();

  await ask(kit, exam.teacher, `POST /scan-pages/${id}/assign`, { enrollment_id: mate.enrollment_id });
  await kit.runTasks();
  const right = await shownTo(mate.student);
  expect(right).toMatchObject({ mistakes: 4, pack: right.note, listed: right.note, printed: 4 });
  expect(await shownTo(exam.student, [...before.note, ...right.note])).toMatchObject(nothing);

  await ask(kit, exam.teacher, `POST /scan-pages/${id}/take-back`);
  await ask(kit, exam.teacher, `POST /scan-pages/${id}/assign`, { enrollment_id: exam.enrollment_id });
  await kit.runTasks();
  expect(await shownTo(exam.student)).toMatchObject({ mistakes: 4, printed: 4 });
  expect(await shownTo(mate.student)).toMatchObject(nothing);
});

test('pictures go while results or keys are hidden, and come again with them', async () => {
  await scanned(scanDesk(kit, exam), exam.enrollment_id, [40, 80, 120, 160]);
  await release();
  await kit.runTasks();
  const { note: names } = await shownTo(exam.student);
  await ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}`, { keys_shown: 'never' });
  await kit.runTasks();
  expect(await shownTo(exam.student, names)).toMatchObject({ note: [], pack: [], listed: [], printed: 0 });
  await ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}`, { keys_shown: 'with_results' });
  await kit.runTasks();
  expect((await shownTo(exam.student)).note).toHaveLength(4);
});

test('while the storage does not answer mistakes come without pictures, which follow', async () => {
  await scanned(scanDesk(kit, exam), exam.enrollment_id, [40, 80, 120, 160]);
  const broken = { ...kit.storage, get: () => Promise.reject(new Error('no answer')) };
  await release();
  const scope = school.system();
  await expect(studyMistakes(scope, broken, { exam_id: exam.exam_id })).rejects.toThrow('no answer');
  expect(await shownTo(exam.student)).toMatchObject({ mistakes: 4, note: [] });
  await kit.runTasks();
  expect((await shownTo(exam.student)).note).toHaveLength(4);
});

test('a scan whose picture cannot be read leaves the mistakes without one', async () => {
  const desk = scanDesk(kit, exam);
  await desk.startScan();
  await desk.deliver([desk.page(1, { enrollment_id: exam.enrollment_id }, '2')]);
  await release();
  await kit.runTasks();
  const { body } = await ask(kit, exam.student, 'GET /study/notes');
  expect(body.results.map((one: { picture_path: string | null }) => one.picture_path)).toEqual([
    ...[null, null, null, null],
  ]);
});
