import { type ImportBatch, importContentTypes } from '@seodang/contract/import.ts';
import { ask } from '#testing/ask.ts';
import { academy, type Person } from '#testing/factories.ts';
import type { Kit } from '#testing/harness.ts';
import { rawRow, rawXlsx } from '#testing/spreadsheets.ts';

export const [CSV, XLSX] = importContentTypes;
type Preview = Pick<ImportBatch, 'id' | 'version'>;

/** An academy with a lecture, and what its owner does with class lists. */
export async function importer(kit: Kit) {
  const school = await academy(kit);
  const owner = await school.person('owner');
  const lecture = await ask(kit, owner, 'POST /lectures', { title: '고1 수학 A' });
  return {
    school,
    owner,
    lecture_id: lecture.body.id as number,
    send: (bytes: Buffer | string, type: string = CSV, as: Person = owner) => send(kit, as, bytes, type),
    rows: async (id: number, query = '') =>
      (await ask(kit, owner, `GET /imports/${id}/rows?page_size=500&${query}`)).body.results,
    names: async () =>
      (await ask(kit, owner, 'GET /students?ordering=id')).body.results.map(
        (row: { name: string }) => row.name,
      ),
    commit: (batch: Preview, more: object = {}) =>
      ask(kit, owner, `POST /imports/${batch.id}/commit`, { version: batch.version, ...more }),
  };
}

async function send(kit: Kit, as: Person, bytes: Buffer | string, type: string) {
  const reply = await kit.app.inject({
    method: 'POST',
    url: `/api/v1/imports?file_name=${encodeURIComponent('고1 명단.xlsx')}`,
    headers: { ...as.headers, 'content-type': type },
    payload: bytes,
  });
  return { status: reply.statusCode, body: reply.json() };
}

/** The list of journey J1: titles above, merged cells, a sibling pair, a duplicate, and three lines that are wrong. */
export function messyList(): Buffer {
  const people: Record<string, string>[] = [
    { A: '1', B: '김민준', C: '010-1111-1111', D: '서울고', E: '1' },
    { A: '2', B: '이서연', C: '010-2222-2222', D: '서울고', E: '1' },
    { A: '3', B: '이서준', D: '한빛중', E: '2' },
    { A: '4', B: '김민준', C: '01011111111', D: '서울고', E: '1' },
    { A: '5', B: '박하나', D: '서울고', E: '1' },
    { A: '6', B: '최두리', C: '010-12', D: '서울고', E: '1' },
    { A: '7', C: '010-7777-7777', D: '서울고', E: '1' },
    { A: '8', B: '정가람', C: '1088888888', D: '서울고', E: '1' },
  ];
  const xml = `<sheetData>${rawRow(1, { A: '2026학년도 고1 수학 수강생 명단' })}${rawRow(2, { A: '담당: 데스크' })}
    ${rawRow(4, { A: 'No', B: '학생명', C: '보호자HP', D: '학교', E: '학년' })}
    ${people.map((cells, at) => rawRow(at + 5, cells)).join('')}</sheetData>
    <mergeCells><mergeCell ref="A1:E1"/><mergeCell ref="C6:C7"/></mergeCells>`;
  return rawXlsx([{ name: '명단', xml }]);
}
