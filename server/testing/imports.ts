import { type ImportBatch, importContentTypes } from '@seodang/contract/import.ts';
import { ask } from '#testing/ask.ts';
import { academy, type Person } from '#testing/factories.ts';
import type { Kit } from '#testing/harness.ts';

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
