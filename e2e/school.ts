import { expect, type Page } from '@playwright/test';
import { changePassword, openAcademy, signIn } from '@seodang/contract/auth.ts';
import { createCall } from '@seodang/contract/call.ts';
import { addClassSession } from '@seodang/contract/class-sessions.ts';
import { enroll } from '@seodang/contract/enrollments.ts';
import { issueAccounts } from '@seodang/contract/families.ts';
import { createLecture } from '@seodang/contract/lectures.ts';
import { createStudent } from '@seodang/contract/people.ts';
import { listVideos } from '@seodang/contract/video.ts';
import { completeUpload, initUpload } from '@seodang/contract/video-upload.ts';
import { ownCode, watch } from './academy.ts';

export const password = '우리 학원의 긴 비밀번호 27';

const system = () => process.env.SEODANG_URL ?? '';

/** The API as one user meets it. */
export const apiOf = (token?: string, address = system()) =>
  createCall((url, init) => {
    const headers = new Headers(init.headers);
    if (token) headers.set('authorization', `Bearer ${token}`);
    return fetch(`${address}/api/v1${url}`, { ...init, headers });
  });
type Call = ReturnType<typeof apiOf>;

/** An academy of its own with a lecture that meets today; made through the API. */
export async function openSchool(name: string, address = system()) {
  const code = ownCode(name);
  const stranger = apiOf(undefined, address);
  const owner = { academy_name: '하늘수학학원', owner_name: '김하늘', phone: '01012345678', password };
  // Few academies may be opened from one address, so each test comes from its own.
  const headers = {
    'x-forwarded-for': `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 255)).join('.')}`,
  };
  const { access_token } = await stranger(
    openAcademy,
    { body: { academy_code: code, ...owner } },
    { headers },
  );
  const call = apiOf(access_token, address);
  const lecture = await call(createLecture, { body: { title: '고1 수학 A' } });
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date());
  const lesson = { title: '함수의 극한', date };
  const session = await call(addClassSession, { params: { id: lecture.id }, body: lesson });
  return {
    ...{ code, call, lecture_id: lecture.id, session_id: session.id },
    owner: { login: owner.phone, password },
    family: (name: string) => enrolledFamily(call, address, code, lecture.id, name),
    uploaded: (title: string, file: Uint8Array<ArrayBuffer>, session_id = session.id) =>
      uploaded(call, address, session_id, title, file),
  };
}
export type School = Awaited<ReturnType<typeof openSchool>>;

/** A student of the lecture and a parent, each with a password of their own. */
async function enrolledFamily(call: Call, address: string, code: string, lecture_id: number, name: string) {
  const stranger = apiOf(undefined, address);
  const family = { parent_phone: '01087654321', guardian_name: `${name} 보호자` };
  const student = await call(createStudent, { body: { name, phone: '01023456789', ...family } });
  await call(enroll, { body: { lecture_id, student_id: student.id } });
  const { results } = await call(issueAccounts, { body: { student_ids: [student.id] } });
  for (const { login_id, temporary_password } of results) {
    const temporary = temporary_password ?? '';
    const body = { academy: code, login: login_id, password: temporary };
    const { access_token } = await stranger(signIn, { body });
    const change = { current: temporary, next: password };
    await apiOf(access_token, address)(changePassword, { body: change });
  }
  const accountOf = (role: string) => ({
    login: results.find((account) => account.role === role)?.login_id ?? '',
    password,
  });
  return { student: accountOf('student'), parent: accountOf('parent') };
}

/** Uploads a whole file as its owner would by a script; returns the id of the video. */
async function uploaded(
  call: Call,
  address: string,
  session: number,
  title: string,
  file: Uint8Array<ArrayBuffer>,
): Promise<number> {
  const body = { session, title, filename: 'lecture.mp4', size: file.byteLength, max_speed: 1.5 };
  const { video, upload_url, content_type } = await call(initUpload, { body });
  const target = new URL(upload_url, address);
  const sent = await fetch(target, { method: 'PUT', headers: { 'content-type': content_type }, body: file });
  expect(sent.ok).toBe(true);
  await call(completeUpload, { params: { id: video.id } });
  return video.id;
}

export async function statusOf(
  { call, session_id: first }: School,
  id: number,
  session_id = first,
): Promise<string | undefined> {
  const { results } = await call(listVideos, { querystring: { session: session_id } });
  return results.find((video) => video.id === id)?.status;
}

/** Signs in at the browser; returns what `watch` will have heard. */
export async function signInAt(
  page: Page,
  { code }: Pick<School, 'code'>,
  account: { login: string; password: string },
  address = '',
): Promise<string[]> {
  const complaints = watch(page);
  await page.goto(`${address}/sign-in`);
  await page.getByLabel('학원 코드').fill(code);
  await page.getByLabel('아이디 또는 휴대폰 번호').fill(account.login);
  await page.getByLabel('비밀번호', { exact: true }).fill(account.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/(student|parent|staff)$/);
  return complaints;
}
