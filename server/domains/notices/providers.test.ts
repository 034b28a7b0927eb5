import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { dayIn } from '#core/calendar.rules.ts';
import { ask } from '#testing/ask.ts';
import { classroom } from '#testing/classroom.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { pushBrowser, vapidOf } from '#testing/push-browser.ts';

const mails: { to: string; text: string }[] = [];
let mailbox: 'open' | 'full' = 'open';
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: (_address, _session, done) => done(mailbox === 'full' ? new Error('mailbox full') : undefined),
  onData: (stream, session, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const to = session.envelope.rcptTo[0]?.address ?? '';
      mails.push({ to, text: Buffer.concat(chunks).toString() });
      done();
    });
  },
});
smtp.listen(0, '127.0.0.1');

type Posted = { path: string; headers: IncomingHttpHeaders; body: Buffer };
const posted: Posted[] = [];
let answer = 200;
/** Stands for the gateway and for the push service. */
const http = createServer((request, reply) => {
  const { url: path = '', headers } = request;
  void buffer(request).then((body) => {
    posted.push({ path, headers, body });
    reply.writeHead(answer).end('{}');
  });
}).listen(0, '127.0.0.1');
await Promise.all([once(smtp.server, 'listening'), once(http, 'listening')]);
const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
const gateway = `http://127.0.0.1:${portOf(http)}`;

const kit = useApp({
  SMTP_URL: `smtp://127.0.0.1:${portOf(smtp.server)}`,
  MESSAGE_GATEWAY_URL: `${gateway}/send`,
  MESSAGE_GATEWAY_KEY: 'key-of-the-tests',
  PUSH_CONTACT: 'mailto:admin@school.example',
  PUBLIC_URL: 'https://school.example',
});
beforeEach(() => {
  mails.length = 0;
  posted.length = 0;
  answer = 200;
  mailbox = 'open';
});
afterAll(async () => {
  http.close();
  await new Promise<void>((done) => smtp.close(done));
});

/** A child with a parent who has an account, in a class of today. */
async function family(provider: 'email' | 'gateway') {
  const school = await academy(kit);
  const room = await classroom(kit, school, { session_count: 0, students: ['김민준'] });
  const parent = await school.person('parent');
  const [pupil] = room.pupils;
  await kit.owner.query(`update user_account set email = 'parent@home.example' where id = $1`, [
    parent.user_id,
  ]);
  await kit.owner.query('insert into guardianship (tenant_id, student_id, user_id) values ($1, $2, $3)', [
    school.tenant_id,
    pupil?.student_id,
    parent.user_id,
  ]);
  await ask(kit, room.owner, 'PATCH /notices/settings', { provider });
  const date = dayIn('Asia/Seoul', kit.clock());
  const session = await ask(kit, room.owner, `POST /lectures/${room.lecture_id}/sessions`, { date });
  const { body } = await ask(kit, room.owner, `GET /sessions/${session.body.id}/attendance`);
  const absent = async () => {
    await ask(kit, room.owner, `PATCH /attendance/${body.results[0].id}`, { status: 'ABSENT' });
    await kit.runTasks();
    await hurry();
  };
  const outbox = async () => (await ask(kit, room.owner, 'GET /dev/outbox')).body.results;
  return { ...room, parent, absent, outbox };
}

/** Lets what waits for its time go out now. */
async function hurry() {
  await kit.owner.query('update graphile_worker._private_jobs set run_at = now()');
  await kit.runTasks();
}

test('e-mail reaches the guardian with a link that the outbox does not tell; a refusal is tried again', async () => {
  const { absent, outbox } = await family('email');
  mailbox = 'full';
  await absent();
  expect(mails).toEqual([]);
  expect(await outbox()).toMatchObject(
    [{ status: 'failed', provider: 'email', last_error: /full/ }].map(withText),
  );

  mailbox = 'open';
  await hurry();
  expect(await outbox()).toMatchObject([{ status: 'sent', recipient: 'parent@home.example' }]);
  const [mail] = mails;
  expect(mail?.to).toBe('parent@home.example');
  const text = Buffer.from(mail?.text.split('\r\n\r\n')[1] ?? '', 'base64').toString();
  expect(text).toMatch(/결석했습니다.* https:\/\/school\.example\/family#family_\d+_[\w-]{43}/);
  expect(mails).toHaveLength(1);
  expect((await outbox())[0].text).toContain('/family#••••••');
});

/** What was said of a failure is asked by a pattern. */
function withText({ last_error, ...rest }: { last_error: RegExp; status: string; provider: string }) {
  return { ...rest, last_error: expect.stringMatching(last_error) };
}

test('a gateway gets template, text and number under one key, however often it is asked', async () => {
  const { absent, outbox } = await family('gateway');
  answer = 503;
  await absent();
  answer = 200;
  await hurry();
  expect(await outbox()).toMatchObject([{ status: 'sent', provider: 'gateway' }]);
  const bodies = posted.map(({ body }) => JSON.parse(body.toString()));
  expect(bodies).toHaveLength(2);
  expect(bodies[0]).toEqual(bodies[1]);
  expect(bodies[0]).toMatchObject({ template_id: 'absence', to: '01012340000', fallback: 'sms' });
  expect(bodies[0].text).toContain(bodies[0].link);
  expect(posted.map(({ headers }) => headers['idempotency-key'])).toEqual([bodies[0].id, bodies[0].id]);
  expect(posted[0]?.headers.authorization).toBe('Bearer key-of-the-tests');
});

test('a browser that was chosen gets a copy, encrypted for it alone; one that is gone is forgotten', async () => {
  const { owner, parent, absent, outbox } = await family('gateway');
  const browser = pushBrowser();
  const subscription = { endpoint: 'https://fcm.googleapis.com/fcm/send/abc', ...browser.keys };
  const stranger = { ...subscription, endpoint: 'https://169.254.169.254/latest' };
  expect((await ask(kit, parent, 'POST /notices/push-subscriptions', stranger)).status).toBe(400);
  const { body } = await ask(kit, parent, 'POST /notices/push-subscriptions', subscription);
  expect(body).toEqual({ push_count: 1 });
  await kit.owner.query('update push_subscription set endpoint = $1', [`${gateway}/push`]);

  await absent();
  const push = posted.find(({ path }) => path === '/push');
  expect(push?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '86400' });
  expect(push?.body.toString()).not.toContain('결석');
  expect(JSON.parse(browser.read(push?.body ?? Buffer.alloc(0)))).toEqual({
    ...{ tag: expect.stringMatching(/^notice-\d+$/), title: '시험 학원' },
    ...{ body: expect.stringContaining('결석했습니다'), url: expect.stringMatching(/\/family#family_\d+_/) },
  });
  const { key, claims } = vapidOf(push?.headers.authorization ?? '');
  expect(claims).toMatchObject({ aud: gateway, sub: 'mailto:admin@school.example' });
  expect(claims.exp * 1000).toBeGreaterThan(Date.now());
  expect((await ask(kit, parent, 'GET /notices/wishes')).body.push_key).toBe(key);
  expect((await outbox()).map(({ status }: { status: string }) => status)).toEqual(['sent', 'sent']);

  answer = 410;
  const { rows } = await kit.owner.query<{ id: number }>(
    `update notice set status = 'failed' where channel = 'push' returning id`,
  );
  await ask(kit, owner, `POST /notices/${rows[0]?.id}/send-again`);
  await kit.runTasks();
  const all = await outbox();
  expect(all.find(({ channel }: { channel: string }) => channel === 'push')).toMatchObject({
    ...{ status: 'withdrawn', reason: 'gone' },
  });
  expect((await ask(kit, parent, 'GET /notices/wishes')).body).toMatchObject({
    push_count: 0,
    push_key: expect.stringMatching(/^B[\w-]{86}$/),
  });
});
