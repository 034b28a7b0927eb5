import { beforeAll, expect, test } from 'vitest';
import { xlsxFile } from '#core/xlsx-file.ts';
import { ask } from '#testing/ask.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { unzipped } from '#testing/spreadsheets.ts';
import { ahead, hidden, watching } from '#testing/violations.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);
const sheetOf = (bytes: Buffer, n = 1) => unzipped(bytes).get(`xl/worksheets/sheet${n}.xml`) ?? '';
const rowsOf = (sheet: string) =>
  [...sheet.matchAll(/<row>(.*?)<\/row>/g)].map(([, row = '']) =>
    [...row.matchAll(/<c(?: [^>]*)?(?:\/>|>(?:<is><t[^>]*>|<v>)(.*?)(?:<\/t><\/is>|<\/v>)<\/c>)/g)].map(
      ([, value]) => value,
    ),
  );

test('as XLSX is in the words of people and the time of the academy, runs no formula, and is recorded', async () => {
  const { her, playback, teacher, video_id } = await watching(kit, school);
  await sql(`update student set name = $2 where id = $1`, her.student_id, `=1+1 <"&'\u0001>`);
  await her.report(playback, [{ ...hidden, payload: { why: '전화 & "급함" <b>' } }, ahead]);
  const path = `GET /video-playback-events/export?video=${video_id}&format=xlsx` as const;

  const { reply } = await ask(kit, teacher, path);

  expect(reply.headers).toMatchObject({
    'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'content-disposition': `attachment; filename="video_${video_id}_events_24h.xlsx"`,
  });
  const sheet = sheetOf(reply.rawPayload);
  const [head, first, second] = rowsOf(sheet);
  expect(head).toEqual(['때', '학생', '기록', '위반', '점수', '내용', '수강 번호', '재생', '계정 번호']);
  expect(first?.slice(1)).toEqual([
    ...['=1+1 &lt;"&amp;\'&gt;', '위치 이동 시도', '보지 않은 곳으로 건너뜀', '7', '{"to": 500, "from": 0}'],
    ...[String(her.enrollment_id), playback.session_id, String(her.user_id)],
  ]);
  expect(second?.slice(2, 6)).toEqual([
    ...['화면을 가림', undefined, '1', '{"why": "전화 &amp; \\"급함\\" &lt;b&gt;"}'],
  ]);
  expect(sheet).not.toContain('<f>');
  const local = kit.clock().getTime() / 1000 + 9 * 3600;
  expect(Math.abs((Number(first?.[0]) - 25_569) * 86_400 - local)).toBeLessThan(60);
  const english = await ask(kit, teacher, `${path}&lang=en`);
  expect(rowsOf(sheetOf(english.reply.rawPayload))[1]?.[2]).toBe('Tried to move');
  expect((await ask(kit, teacher, `${path}&violated=true`)).reply.rawPayload.length).toBeLessThan(
    reply.rawPayload.length,
  );
  const { rows } = await sql(
    `select after from audit_entry where tenant_id = $1 and action = 'video.export_events' order by seq limit 1`,
    school.tenant_id,
  );
  expect(rows).toMatchObject([{ after: { video: video_id, format: 'xlsx' } }]);
});

test('of many comes in portions, complete and in order', async () => {
  const { her, playback, teacher, video_id } = await watching(kit, school);
  await her.report(playback, [hidden]);
  await sql(
    `insert into playback_event (tenant_id, video_id, enrollment_id, occurred_at, received_at, session_id, policy_id, event_type)
     select tenant_id, video_id, enrollment_id, occurred_at - n * interval '1 second', received_at, session_id, policy_id, 'FOCUS_LOST'
     from playback_event, generate_series(1, 7000) n where enrollment_id = $1`,
    her.enrollment_id,
  );
  const { reply } = await ask(
    kit,
    teacher,
    `GET /video-playback-events/export?video=${video_id}&format=xlsx`,
  );
  const rows = rowsOf(sheetOf(reply.rawPayload)).slice(1);
  expect(rows).toHaveLength(7001);
  const times = rows.map(([at]) => Number(at));
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  expect(new Set(times).size).toBe(7001);
});

test('goes on in the next sheet where one is full', async () => {
  const row = '<row><c><v>1</v></c></row>';
  const rows = async function* () {
    for (let n = 0; n < 5; n += 1) yield { text: row, count: 500_000 };
  };
  const pieces: Buffer[] = [];
  for await (const piece of xlsxFile({ name: '기록', columns: [{ title: '수', width: 8 }], rows: rows() }))
    pieces.push(piece);
  const file = unzipped(Buffer.concat(pieces));
  const count = (n: number) => rowsOf(file.get(`xl/worksheets/sheet${n}.xml`) ?? '').length - 1;
  expect([count(1), count(2), count(3)]).toEqual([2, 2, 1]);
  expect(file.get('xl/workbook.xml')).toContain('name="기록 3"');
  const empty: Buffer[] = [];
  for await (const piece of xlsxFile({ name: '기록', columns: [], rows: (async function* () {})() }))
    empty.push(piece);
  expect(sheetOf(Buffer.concat(empty))).toContain('</sheetData></worksheet>');
});
