import readXlsxFile from 'read-excel-file/node';
import { beforeAll, expect, test } from 'vitest';
import { FIRST_ROW, placeFor, xlsxFile } from '#core/xlsx-file.ts';
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
/** As another program reads it than the one that wrote it. */
const rowsOf = async (file: Buffer, sheet = 1) => (await readXlsxFile(file))[sheet - 1]?.data ?? [];

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
  const [head, first, second] = await rowsOf(reply.rawPayload);
  expect(head).toEqual(['때', '학생', '기록', '위반', '점수', '내용', '수강 번호', '재생', '계정 번호']);
  expect(first?.slice(1)).toEqual([
    ...[`=1+1 <"&'>`, '위치 이동 시도', '보지 않은 곳으로 건너뜀', 7, '{"to": 500, "from": 0}'],
    ...[her.enrollment_id, playback.session_id, her.user_id],
  ]);
  expect(second?.slice(2, 6)).toEqual(['화면을 가림', null, 1, '{"why": "전화 & \\"급함\\" <b>"}']);
  expect(unzipped(reply.rawPayload).get('xl/worksheets/sheet1.xml')).not.toContain('<f>');
  const local = kit.clock().getTime() + 9 * 3_600_000;
  expect(first?.[0]).toBeInstanceOf(Date);
  expect(Math.abs(Number(first?.[0]) - local)).toBeLessThan(60_000);
  const english = await ask(kit, teacher, `${path}&lang=en`);
  expect((await rowsOf(english.reply.rawPayload))[1]?.[2]).toBe('Tried to move');
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
  const [, ...rows] = await rowsOf(reply.rawPayload);
  expect(rows).toHaveLength(7001);
  const times = rows.map(([at]) => Number(at));
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  expect(new Set(times).size).toBe(7001);
});

test('goes on in the next sheet where one is full', async () => {
  const rows = async function* () {
    let free = FIRST_ROW;
    for (let n = 0; n < 5; n += 1) {
      const { sheet, row } = placeFor(500_000, free);
      free = { sheet, row: row + 500_000 };
      yield { text: `<row r="${row}"><c r="A${row}"><v>${n}</v></c></row>`, sheet };
    }
  };
  const pieces: Buffer[] = [];
  for await (const piece of xlsxFile({ name: '기록', columns: [{ title: '수', width: 8 }], rows: rows() }))
    pieces.push(piece);
  const file = unzipped(Buffer.concat(pieces));
  const places = [1, 2, 3].map((n) =>
    [...(file.get(`xl/worksheets/sheet${n}.xml`) ?? '').matchAll(/<c r="A(\d+)"><v>(\d)/g)].map(
      ([, row, value]) => [Number(row), Number(value)],
    ),
  );
  const [one, two] = [2, 500_002];
  expect(places).toEqual([
    [
      [one, 0],
      [two, 1],
    ],
    [
      [one, 2],
      [two, 3],
    ],
    [[one, 4]],
  ]);
  expect(file.get('xl/workbook.xml')).toContain('name="기록 3"');
  const empty: Buffer[] = [];
  const columns = [{ title: '수', width: 8 }];
  for await (const piece of xlsxFile({ name: '기록', columns, rows: (async function* () {})() }))
    empty.push(piece);
  expect(await rowsOf(Buffer.concat(empty))).toEqual([['수']]);
});
