import { createCipheriv, createDecipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { request as ask, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signPrefix } from '../../server/domains/video/delivery.rules.ts';
import { type Academy, academy } from '../../server/testing/factories.ts';
import { freePort } from '../../server/testing/free-port.ts';
import { useApp } from '../../server/testing/harness.ts';
import { hasNginx, type Nginx, startNginx } from '../../server/testing/nginx.ts';
import { classWithVideo } from '../../server/testing/viewers.ts';
import worker, { type EdgeSettings } from './worker.ts';

const here = import.meta.dirname;
const vectorsFile = join(here, '../../server/domains/video/delivery.vectors.json');
type RequestVector = { kind: 'request'; what: string; url: string; opens: boolean };
type OtherVector = { kind: 'prefix' | 'file' };
const vectors: (RequestVector | OtherVector)[] = JSON.parse(readFileSync(vectorsFile, 'utf8'));
const requests = vectors.filter((vector): vector is RequestVector => vector.kind === 'request');

const keys = {
  CDN_HLS_SIGNING_KEY_ID: 'v2',
  CDN_HLS_SIGNING_SECRET: 'another secret here',
  CDN_HLS_PREVIOUS_KEY_ID: 'v1',
  CDN_HLS_PREVIOUS_SECRET: 'a secret of sixteen',
};
const edgePort = await freePort();
const kit = useApp({ ...keys, CDN_HLS_BASE_URL: `http://127.0.0.1:${edgePort}` });
let origin = '';
let school: Academy;
beforeAll(async () => {
  origin = await kit.app.listen({ host: '127.0.0.1', port: 0 });
  school = await academy(kit);
  for (const file of ['master.m3u8', '480p/seg-00001.m4s', 'poster.jpg'])
    await kit.storage.put(`media/hls/seodang/videos/7/12-1/${file}`, Buffer.from('0123456789'));
});

type Reply = { status: number; headers: Record<string, unknown>; body: Buffer };
type Ask = { method?: string; headers?: Record<string, string> };
type Get = (path: string, how?: Ask) => Promise<Reply>;

/** Over HTTP as it is, without the tidying of paths that fetch does. */
function over(base: () => string): Get {
  return (path, { method = 'GET', headers = {} } = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    const { hostname, port } = new URL(base());
    ask({ hostname, port, path, method, headers, agent: false }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => resolve(toReply(reply.statusCode ?? 0, reply.headers, Buffer.concat(chunks))));
    })
      .on('error', reject)
      .end();
    return promise;
  };
}

function toReply(status: number, headers: IncomingHttpHeaders, body: Buffer): Reply {
  return { status, headers, body };
}

/** Cloudflare's cache, as far as the worker speaks to it: keyed by address, a range out of what is whole. */
class Cache {
  readonly kept = new Map<string, { headers: Headers; body: ArrayBuffer }>();
  readonly #writing: Promise<unknown>[] = [];
  readonly context = { waitUntil: (work: Promise<unknown>) => void this.#writing.push(work) };
  written = () => Promise.all(this.#writing);
  async match({ url }: Request): Promise<Response | undefined> {
    const found = this.kept.get(url);
    return (
      found &&
      new Response(found.body, { headers: { ...Object.fromEntries(found.headers), 'x-cache': 'HIT' } })
    );
  }
  async put({ url }: Request, response: Response): Promise<void> {
    this.kept.set(url, { headers: response.headers, body: await response.arrayBuffer() });
  }
}

const cache = new Cache();
const settings = (more: EdgeSettings = {}): EdgeSettings => ({ ...keys, ORIGIN: origin, ...more });
function throughWorker(its: () => EdgeSettings): Get {
  return async (path, how = {}) => {
    Object.assign(globalThis, { caches: { default: cache } });
    const reply = await worker.fetch(new Request(`http://edge${path}`, how), its(), cache.context);
    const body = Buffer.from(await reply.arrayBuffer());
    await cache.written();
    return { status: reply.status, headers: Object.fromEntries(reply.headers), body };
  };
}

/** The nginx set-up as it is shipped, but for its addresses and folders. */
async function startEdge(port: number, keysConf: string): Promise<Nginx> {
  const shipped = await readFile(join(here, 'nginx/seodang-edge.conf'), 'utf8');
  return startNginx(async (folder) => {
    await cp(join(here, 'nginx/verify.js'), join(folder, 'verify.js'));
    await writeFile(join(folder, 'keys.conf'), keysConf);
    return shipped
      .replaceAll('/etc/nginx/seodang', folder)
      .replace('/var/cache/nginx/seodang', `${folder}/cache`)
      .replace('127.0.0.1:3000', new URL(origin).host)
      .replace('listen 8080', `listen 127.0.0.1:${port}`);
  });
}

const shippedKeys = readFileSync(join(here, 'nginx/keys.conf'), 'utf8');
const filledKeys = shippedKeys
  .replace('id v1', 'id v2')
  .replace(`signing_secret ''`, `signing_secret '${keys.CDN_HLS_SIGNING_SECRET}'`)
  .replace(`previous_key_id ''`, 'previous_key_id v1')
  .replace(`previous_secret ''`, `previous_secret '${keys.CDN_HLS_PREVIOUS_SECRET}'`);

/** A student's playback of a video in two playlists, its one segment encrypted as runners do. */
async function lecture() {
  const room = await classWithVideo(kit, school);
  const prefix = `media/hls/${school.code}/videos/${room.video_id}/1-1/`;
  const { rows } = await kit.owner.query('select key from video_key where video_id = $1', [room.video_id]);
  const cipher = createCipheriv('aes-128-cbc', rows[0].key, Buffer.alloc(16));
  const files = {
    'master.m3u8': '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=800000\n480p/index.m3u8\n',
    '480p/index.m3u8':
      '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="../enc.key"\n#EXTINF:6.0,\nseg-00001.m4s\n#EXT-X-ENDLIST\n',
    '480p/seg-00001.m4s': Buffer.concat([cipher.update('six seconds of a lecture'), cipher.final()]),
  };
  for (const [name, body] of Object.entries(files)) await kit.storage.put(prefix + name, Buffer.from(body));
  return { ...room, prefix };
}

/** As a player goes: what a playlist names is found beside it. */
async function walk(get: Get, play_url: string) {
  const beside = (base: string, name = '') => new URL(name, base).href;
  const pathOf = (url: string) => url.slice(new URL(url).origin.length);
  const master = await get(pathOf(play_url));
  const variantUrl = beside(play_url, /^[^#\s].*$/m.exec(master.body.toString())?.[0]);
  const variant = await get(pathOf(variantUrl));
  const text = variant.body.toString();
  const segmentPath = pathOf(beside(variantUrl, /^[^#\s].*$/m.exec(text)?.[0]));
  const keyPath = pathOf(beside(variantUrl, /URI="(.*)"/.exec(text)?.[1]));
  const [segment, key] = [await get(segmentPath), await get(keyPath)];
  const open = () => {
    const decipher = createDecipheriv('aes-128-cbc', key.body, Buffer.alloc(16));
    return Buffer.concat([decipher.update(segment.body), decipher.final()]).toString();
  };
  return { master, variant, segment, key, segmentPath, keyPath, open };
}

function edgeTests(get: Get): void {
  test.each(requests)('the vectors of every verifier: $what', async ({ url, opens }) => {
    const { status } = await get(url);
    expect(opens ? [200] : [403, 404]).toContain(status);
  });

  test('a lecture is walked from its address to the opened segment, by two students from one copy', async () => {
    const { student, video_id } = await lecture();
    const [first, second] = [await student(), await student()];
    const playback = await first.playing(video_id);
    const seen = await walk(get, playback.play_url);
    expect(seen.open()).toBe('six seconds of a lecture');
    for (const reply of [seen.master, seen.variant, seen.segment, seen.key])
      expect(reply.headers).toMatchObject({
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
      });
    const again = await walk(get, (await second.playing(video_id)).play_url);
    expect(again.open()).toBe('six seconds of a lecture');
    expect(again.segmentPath).not.toBe(seen.segmentPath);

    await first.end(playback);
    expect((await get(seen.keyPath)).status).toBe(409);
    expect((await get(again.keyPath)).headers['cache-control']).toBe('no-store');
  });
}

function cachingTests(get: Get): void {
  test('segments are kept for everybody, playlists and keys for nobody', async () => {
    const { student, video_id, prefix } = await lecture();
    const walks = [];
    for (const her of [await student(), await student()])
      walks.push(await walk(get, (await her.playing(video_id)).play_url));
    const [, again] = walks;
    expect(again?.segment.headers['x-cache']).toBe('HIT');
    for (const reply of [again?.master, again?.variant, again?.key])
      expect(reply?.headers['x-cache']).not.toBe('HIT');
    await kit.storage.deletePrefix(prefix);
    expect((await get(again?.segmentPath ?? '')).status).toBe(200);
    const unsigned = (again?.segmentPath ?? '').replace(/^\/hls\/t\/[^/]+/, '');
    const refused = await get(unsigned);
    expect([refused.status, refused.headers['cache-control']]).toEqual([403, 'no-store']);
    expect(refused.headers['access-control-allow-origin']).toBe('*');
  });

  test('ranges and the head are answered, and nothing else is taken', async () => {
    const path = `/media/hls/seodang/videos/7/12-1/`;
    const token = signPrefix(
      [{ id: 'v2', secret: keys.CDN_HLS_SIGNING_SECRET }],
      path,
      'someone',
      4102444800,
    );
    const url = `/hls/t/${token}${path}poster.jpg`;
    const head = await get(url, { method: 'HEAD' });
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '10', 0]);
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect([403, 405]).toContain((await get(url, { method })).status);
  });
}

describe('the server itself', () => edgeTests(over(() => origin)));

describe('the worker', () => {
  const get = throughWorker(settings);
  edgeTests(get);
  cachingTests(get);

  test('hands on ranges of what it does not have, and keeps no part for the whole', async () => {
    const { student, video_id } = await lecture();
    const { play_url } = await (await student()).playing(video_id);
    const path = new URL('480p/seg-00001.m4s', play_url).pathname;
    const part = await get(path, { headers: { range: 'bytes=0-3' } });
    expect([part.status, part.body.length]).toEqual([206, 4]);
    expect((await get(path)).body).toHaveLength(32);
  });

  test.each([
    ['without a secret', { CDN_HLS_SIGNING_SECRET: '', CDN_HLS_PREVIOUS_SECRET: '' }],
    ['with secrets that are too short', { CDN_HLS_SIGNING_SECRET: 'x', CDN_HLS_PREVIOUS_SECRET: 'y' }],
    ['without an origin', { ORIGIN: '' }],
  ])('%s it opens nothing', async (_name, missing) => {
    const closed = throughWorker(() => settings(missing));
    for (const { url } of requests) expect((await closed(url)).status).toBe(503);
  });
});

describe.skipIf(!hasNginx())('nginx, which needs nginx and libnginx-mod-http-js here', () => {
  const get = over(() => `http://127.0.0.1:${edgePort}`);
  let nginx: Nginx;
  beforeAll(async () => {
    nginx = await startEdge(edgePort, filledKeys);
  });
  afterAll(() => nginx.stop());
  edgeTests(get);
  cachingTests(get);

  test('gives ranges out of its own copy', async () => {
    const { student, video_id } = await lecture();
    const { play_url } = await (await student()).playing(video_id);
    const path = new URL('480p/seg-00001.m4s', play_url).pathname;
    const whole = await get(path);
    const part = await get(path, { headers: { range: 'bytes=2-4' } });
    expect([part.status, part.headers['x-cache'], part.headers['content-range']]).toEqual([
      ...[206, 'HIT', 'bytes 2-4/32'],
    ]);
    expect(part.body.equals(whole.body.subarray(2, 5))).toBe(true);
    expect((await get(path, { headers: { range: 'bytes=99-' } })).status).toBe(416);
    const changed = await get(path, { headers: { range: 'bytes=2-4', 'if-range': '"another"' } });
    expect([changed.status, changed.body.length]).toEqual([200, 32]);
  });

  test('opens nothing as it is shipped, without a secret', async () => {
    const port = await freePort();
    const closed = await startEdge(port, shippedKeys);
    const through = over(() => `http://127.0.0.1:${port}`);
    for (const { url } of requests) expect([403, 404]).toContain((await through(url)).status);
    await closed.stop();
  });
});
