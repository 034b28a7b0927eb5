import type { Kit } from '#testing/harness.ts';

type Caller = { headers: Record<string, string> };
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Asks the API as somebody: `await ask(kit, owner, 'POST /students', { name: '김민준' })`. */
export async function ask(
  kit: Kit,
  caller: Caller,
  request: `${Method} /${string}`,
  payload?: object | string,
) {
  const [method, url] = request.split(' ') as [Method, string];
  const reply = await kit.app.inject({
    method,
    url: `/api/v1${url}`,
    headers: caller.headers,
    ...(payload === undefined ? {} : { payload }),
  });
  const isJson = String(reply.headers['content-type']).includes('json');
  return { status: reply.statusCode, body: isJson ? reply.json() : undefined, reply };
}
