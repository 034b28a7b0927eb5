import { randomUUID } from 'node:crypto';
import type { Role } from '@seodang/contract/identity.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '#app.ts';
import { type Db, openDb } from '#core/db.ts';
import type { App } from '#core/http.ts';
import { permissions } from '#permissions.ts';
import { academy } from '#testing/factories.ts';
import { type Furnished, furnish } from '#testing/furnish.ts';
import { useApp } from '#testing/harness.ts';
import { pathIn } from '#testing/identifiers.ts';
import { type Operation, operationsOf } from '#testing/openapi.ts';
import { bodyIn, send, trespass } from '#testing/sweep.ts';

const kit = useApp();
const roles = ['owner', 'admin', 'teacher', 'assistant', 'student', 'parent'] as const;
let operations: Operation[];
let ours: Furnished;
let bypass: { app: App; db: Db };

const furnished = async () => furnish(kit, await academy(kit), `mark-${randomUUID()}`);
const ruleOf = ({ name }: Operation) => permissions.rules[name];
const rolesOf = (operation: Operation): readonly Role[] => {
  const rule = ruleOf(operation);
  return Array.isArray(rule) ? rule : [];
};
/** Streams that never end by themselves are only asked by those whom they refuse. */
const endless = new Set(['live']);
/** What belongs to an academy as a whole: all of its staff use it. */
const isShared = ({ path }: Operation) => path.includes('/sheet-templates/');

beforeAll(async () => {
  operations = await operationsOf(kit.app);
  ours = await furnished();
  bypass = await openWithoutRowSecurity();
});
afterAll(async () => {
  await bypass.app.close();
  await bypass.db.destroy();
});

/** The same app over a role that row-level security does not bind: layer one has to hold alone. */
async function openWithoutRowSecurity() {
  const url = new URL(kit.ownerUrl);
  const name = `bypass_${randomUUID().slice(0, 8)}`;
  const owner = new pg.Client({ connectionString: kit.ownerUrl });
  await owner.connect();
  await owner.query(`create role ${name} login bypassrls password 'bypass' in role seodang_app`);
  await owner.end();
  url.username = name;
  url.password = 'bypass';
  const db = openDb(url.href);
  return { db, app: await buildApp({ ...kit, db }) };
}

test('every operation of the document has a rule, and every id in a path is known', () => {
  expect(operations.length).toBeGreaterThan(50);
  for (const operation of operations) {
    expect(ruleOf(operation), operation.name).toBeDefined();
    pathIn(operation, ours);
    bodyIn(operation, ours);
  }
});

test('nobody is let in, except where anyone is', async () => {
  for (const operation of operations.filter((one) => ruleOf(one) !== 'anyone')) {
    const url = pathIn(operation, ours);
    for (const headers of [{}, { authorization: 'Bearer nonsense' }, { 'x-worker-token': 'nonsense' }]) {
      const { status } = await send(kit.app, operation, url, headers, bodyIn(operation, ours));
      expect(status, operation.name).toBe(401);
    }
  }
});

test('people are no runners and no kiosks, and a role that is not in the rule is refused before anything else', async () => {
  for (const operation of operations.filter((one) => ruleOf(one) !== 'anyone')) {
    for (const role of roles.filter((one) => !rolesOf(operation).includes(one))) {
      const { headers } = ours.people[role];
      const { status } = await send(
        kit.app,
        operation,
        pathIn(operation, ours),
        headers,
        bodyIn(operation, ours),
      );
      expect([401, 403], `${operation.name} as ${role}`).toContain(status);
    }
  }
});

/** Every operation, as each role that may use it, by somebody of another academy. */
async function strangersIn(app: App): Promise<string[]> {
  const theirs = await furnished();
  let own = await furnished();
  const all: string[] = [];
  for (const operation of operations.filter(({ name }) => !endless.has(name))) {
    let isTouched = false;
    for (const role of rolesOf(operation)) {
      const person = await own.school.again(own.people[role]);
      const { findings, hasChanged } = await trespass(app, operation, { person, own }, theirs);
      all.push(...findings);
      isTouched ||= hasChanged;
    }
    if (isTouched) own = await furnished();
  }
  return all;
}

test('another academy learns nothing and changes nothing, by no operation and as no role', async () => {
  expect(await strangersIn(kit.app)).toEqual([]);
});

test('the same holds without row-level security: every query names its tenant', async () => {
  expect(await strangersIn(bypass.app)).toEqual([]);
});

/** Nothing is deleted that could be restored, an excuse asks for no make-up, nothing has failed, questions and pages are named by plain ids, chapters lie inside their video, no file is on its way in parts, the sides of a box come in their order, and a danger comes after its warning, which no schema says. */
const beyondTheSchema = new Set([
  ...['regradeExam', 'restoreVideo', 'retrySubmission', 'setVideoChapters', 'setHomeworkPages'],
  'setHomeworkRegions',
  ...['getFileUpload', 'fileUploadUrls', 'completeFileUpload'],
  ...['previewProgressPolicy', 'publishProgressPolicy', 'approveRequest'],
]);

test('whose own it is gets further: the questions above are good ones', async () => {
  const stuck: string[] = [];
  let own = await furnished();
  /** What each role that may use it is told; nothing when one of them gets further. */
  const refusals = async (operation: Operation): Promise<string[]> => {
    const answers = [];
    for (const role of rolesOf(operation)) {
      const { headers } = await own.school.again(own.people[role]);
      answers.push(await send(kit.app, operation, pathIn(operation, own), headers, bodyIn(operation, own)));
    }
    const isStuck = answers.every(({ status }) => [400, 401, 403, 404].includes(status) || status >= 500);
    return isStuck ? answers.map(({ status, body }) => `${status} ${body}`) : [];
  };
  for (const operation of operations.filter(({ name, path }) => !endless.has(name) && path.includes('{'))) {
    if (rolesOf(operation).length === 0 || beyondTheSchema.has(operation.name)) continue;
    if ((await refusals(operation)).length === 0) continue;
    // What was asked before may have taken it away; to furnish anew for each takes longer than all that is asked.
    own = await furnished();
    const answers = await refusals(operation);
    if (answers.length > 0) stuck.push(`${operation.name}: ${answers.join('; ')}`);
  }
  expect(stuck).toEqual([]);
});

test('who has nothing to do with a lecture, a student or a family of the same academy learns nothing of it', async () => {
  const all: string[] = [];
  let own = await furnished();
  const asked = operations.filter(
    (one) => one.path.includes('{') && !endless.has(one.name) && !isShared(one),
  );
  for (const operation of asked) {
    let isTouched = false;
    for (const role of rolesOf(operation).filter((one) => one !== 'owner' && one !== 'admin')) {
      const person = await own.school.person(role);
      const { findings, hasChanged } = await trespass(kit.app, operation, { person, own }, own);
      all.push(...findings);
      isTouched ||= hasChanged;
    }
    if (isTouched) own = await furnished();
  }
  expect(all).toEqual([]);
});
