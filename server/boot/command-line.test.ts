import { expect, test } from 'vitest';
import { audit } from '#core/audit.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo } from '#testing/viewers.ts';
import { runWords } from './command-line.ts';

const kit = useApp();

async function run(...words: string[]) {
  const lines: string[] = [];
  const config = { ...kit.config, DATABASE_URL: kit.ownerUrl };
  const code = await runWords(
    words,
    () => config,
    (line) => lines.push(line),
  );
  return { code, text: lines.join('\n') };
}

test('without words it says what there is; words that are no command are an error', async () => {
  const { code, text } = await run();
  expect(code).toBe(0);
  for (const name of ['doctor', 'audit-verify', 'reconcile', 'retry-tasks']) expect(text).toContain(name);
  expect((await run('dcotor')).code).toBe(2);
  expect((await run('retry-tasks', 'demo')).code).toBe(2);
  expect(await run('reconcile', 'nowhere')).toEqual({ code: 2, text: 'There is no academy nowhere.' });
});

test('audit-verify names the entries that were edited, removed or moved', async () => {
  const [whole, touched] = [await academy(kit), await academy(kit)];
  for (const school of [whole, touched])
    await school.system().tx(async (tx, scope) => {
      for (let at = 1; at <= 8; at++)
        await audit(tx, scope, { action: 'grade.change', subject_type: 'grade', subject_id: at });
    });
  for (const change of [
    `update audit_entry set action = 'grade.view' where seq = 2 and tenant_id = $1`,
    'delete from audit_entry where seq in (4, 5) and tenant_id = $1',
    'update audit_entry set seq = 900 where seq = 7 and tenant_id = $1',
  ])
    await kit.owner.query(change, [touched.tenant_id]);

  expect(await run('audit-verify', whole.code)).toEqual({
    code: 0,
    text: `${whole.code}: 8 entries, as they were written`,
  });
  const { code, text } = await run('audit-verify');
  expect(code).toBe(1);
  expect(text).toContain(`${whole.code}: 8 entries`);
  expect(text).toContain(`${touched.code}: entry 2 was edited`);
  expect(text).toContain(`${touched.code}: entries 4 to 5 were removed`);
  expect(text).toContain(`${touched.code}: entry 900 was moved there from 7`);
});

test('reconcile ends the playbacks that ran out, once', async () => {
  const school = await academy(kit);
  const { student, video_id } = await classWithVideo(kit, school);
  const her = await student();
  await her.playing(video_id);
  await kit.owner.query(`update playback_session set expires_at = now() - interval '1 minute'`);

  expect((await run('reconcile', school.code)).text).toBe(`${school.code}: 1 playback(s) had expired`);
  expect((await run('reconcile')).text).toContain(`${school.code}: 0 playback(s) had expired`);
});

test('doctor finds nothing where nothing is wrong', async () => {
  const school = await academy(kit);
  const { video_id } = await classWithVideo(kit, school);
  const { rows } = await kit.owner.query('select file_key from video where id = $1', [video_id]);
  await kit.storage.put(rows[0].file_key, Buffer.from('source'));
  await kit.owner.query(`insert into runner (id, kinds) values ('r', '{}') on conflict do nothing`);

  expect(await run('doctor', school.code)).toEqual({ code: 0, text: 'All is well in 1 academies.' });
});

test('doctor names each fault and how it is mended', async () => {
  const school = await academy(kit);
  const { video_id: silent, addVideo } = await classWithVideo(kit, school);
  const stuck = await addVideo();
  const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);
  await kit.storage.deletePrefix(`media/hls/${school.code}/videos/${silent}/`);
  await sql(`update video set status = 'UPLOADED' where id = $1`, stuck);
  await sql(
    `insert into job (tenant_id, kind, subject_id, status, leased_by, lease_token, leased_until)
     values ($1, 'test.paint', 1, 'leased', 'r1', gen_random_uuid(), now() - interval '1 hour')`,
    school.tenant_id,
  );
  await sql(`select graphile_worker.add_job('test.hopeless', max_attempts => 1)`);
  await sql(
    `update graphile_worker._private_jobs set attempts = 1, last_error = 'no luck' where max_attempts = 1`,
  );
  await sql(`delete from kysely_migration where name like '0008%'`);

  const { code, text } = await run('doctor', school.code);
  expect(code).toBe(1);
  for (const line of [
    'migration 0008_watching.sql was not applied',
    '1 task(s) test.hopeless failed for good: no luck',
    `job 1 (test.paint): the lease of runner r1 ran out`,
    `video ${silent} (함수의 극한) does not play`,
    `video ${silent} (함수의 극한) cannot be made anew`,
    `video ${stuck} (함수의 극한) is UPLOADED, and no job works on it`,
  ])
    expect(text).toContain(line);
  expect(text.match(/→/g)?.length).toBe(text.split('\n').length / 2);

  expect((await run('retry-tasks')).text).toBe('1 task(s) will be tried again');
  expect((await run('doctor', school.code)).text).not.toContain('test.hopeless');
});
