import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '#core/config.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo } from '#testing/viewers.ts';

const kit = useApp({ CDN_HLS_PREVIOUS_KEY_ID: 'v0', CDN_HLS_PREVIOUS_SECRET: 'the secret before, 16+' });
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const get = (url: string, headers: Record<string, string> = {}) => kit.app.inject({ url, headers });
const beside = (play_url: string, name: string) => play_url.replace('master.m3u8', name);

async function watching() {
  const room = await classWithVideo(kit, school);
  const her = await room.student();
  const playback = await her.playing(room.video_id);
  return { ...room, her, playback, play_url: playback.play_url };
}

describe('an output', () => {
  test('is played by addresses relative to its master playlist, without signing in again', async () => {
    const { play_url, playback } = await watching();
    const master = await get(play_url);
    expect(master.statusCode).toBe(200);
    expect(master.headers).toMatchObject({
      'content-type': 'application/vnd.apple.mpegurl',
      'cache-control': 'no-cache',
    });
    const segment = await get(beside(play_url, '480p-1.m4s'));
    expect(segment.body).toBe('0123456789');
    expect(segment.headers).toMatchObject({
      'content-type': 'video/iso.segment',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-length': '10',
    });
    expect((await get(playback.poster_url ?? '')).body).toBe('picture');
    expect((await get(beside(play_url, 'missing.m4s'))).statusCode).toBe(404);
  });

  test('is given in ranges, and not again to who has it', async () => {
    const { play_url } = await watching();
    const url = beside(play_url, '480p-1.m4s');
    const part = await get(url, { range: 'bytes=2-4' });
    expect([part.statusCode, part.body, part.headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10']);
    expect((await get(url, { range: 'bytes=50-' })).statusCode).toBe(416);
    const { etag } = (await get(play_url)).headers;
    expect((await get(play_url, { 'if-none-match': String(etag) })).statusCode).toBe(304);
  });

  test('says how long it is without being read, and not again to who has it by any of its names', async () => {
    const { play_url } = await watching();
    const url = beside(play_url, '480p-1.m4s');
    const head = await kit.app.inject({ method: 'HEAD', url });
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([200, '', '10']);
    expect(head.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const { etag } = head.headers;
    for (const known of [String(etag), `"other", ${etag}`, `W/${etag}`])
      expect((await get(url, { 'if-none-match': known })).statusCode).toBe(304);
    expect((await get(url, { 'if-none-match': '"other"' })).body).toBe('0123456789');
  });

  test('gives a part only of what the asker has the other parts of', async () => {
    const { play_url } = await watching();
    const url = beside(play_url, '480p-1.m4s');
    const etag = String((await get(url)).headers.etag);
    const part = (unchanged: string) => get(url, { range: 'bytes=-3', 'if-range': unchanged });
    expect([(await part(etag)).statusCode, (await part(etag)).body]).toEqual([206, '789']);
    expect([(await part('"other"')).statusCode, (await part('"other"')).body]).toEqual([200, '0123456789']);
    expect((await get(url, { range: 'bytes=10-' })).headers['content-range']).toBe('bytes */10');
  });

  test('may be read by players of another site, and its refusals are kept by nobody', async () => {
    const { play_url } = await watching();
    for (const url of [play_url, beside(play_url, 'enc.key'), beside(play_url, 'missing.m4s'), '/hls/t/x/y'])
      expect((await get(url)).headers).toMatchObject({
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
      });
    for (const name of ['missing.m4s', 'enc.key'])
      expect((await get(beside(play_url, name))).headers['cache-control']).toBe('no-store');
    expect((await get(play_url.replace(/\.v1\./, '.v2.'))).headers['cache-control']).toBe('no-store');
  });

  test('of four hours, with three hours of pause, is played without interruption', async () => {
    const room = await classWithVideo(kit, school, { duration_ms: 4 * 3600_000 });
    const her = await room.student();
    let playback = await her.playing(room.video_id);
    kit.travel(350);
    for (let passed = 0; passed < 7 * 3600; passed += 450) {
      kit.travel(100);
      const refreshed = (await her.refresh(playback)).json();
      expect(refreshed.play_url).not.toBe(playback.play_url);
      for (const { play_url } of [playback, refreshed])
        for (const name of ['master.m3u8', '480p-1.m4s', 'enc.key'])
          expect((await get(beside(play_url, name))).statusCode).toBe(200);
      kit.travel(350);
      expect((await get(playback.play_url)).json().detail).toBe('signature_invalid');
      playback = refreshed;
    }
  });

  test('goes on by a new start where the device slept for three hours', async () => {
    const { her, video_id, playback } = await watching();
    kit.travel(3 * 3600);
    expect((await her.refresh(playback)).json().detail).toBe('token_expired');
    const again = await her.playing(video_id);
    expect((await get(beside(again.play_url, 'enc.key'))).statusCode).toBe(200);
  });

  test('reaches each of many whole, beside some who leave in the middle', async () => {
    const { play_url, video_id } = await watching();
    const large = randomBytes(3_000_001);
    await kit.storage.put(`media/hls/${school.code}/videos/${video_id}/1-1/480p-2.m4s`, large);
    const address = (await kit.app.listen({ host: '127.0.0.1', port: 0 })) + beside(play_url, '480p-2.m4s');
    const leave = async () => {
      const reply = await fetch(address);
      await reply.body?.cancel();
    };
    const read = async () => Buffer.from(await (await fetch(address)).arrayBuffer());
    for (let turn = 0; turn < 3; turn += 1) {
      const [, ...replies] = await Promise.all([leave(), read(), read(), read(), read()]);
      for (const reply of replies) expect(reply?.equals(large)).toBe(true);
    }
  });

  test('is closed without a signature, with that of another video, and when its time is over', async () => {
    const [one, other] = [await watching(), await watching()];
    const [, path = ''] = /(\/media\/hls\/.*)$/.exec(one.play_url) ?? [];
    const swapped = other.play_url.replace(/\/media\/hls\/.*$/, path);
    for (const url of [path, swapped, `${path}?exp=9999999999&sig=x&kid=v1`])
      expect((await get(url)).json()).toMatchObject({ status: 403, detail: 'signature_invalid' });
    kit.travel(601);
    expect((await get(one.play_url)).json().detail).toBe('signature_invalid');
  });
});

test('nothing is served in production under a secret that nobody gave', () => {
  const given = { NODE_ENV: 'production', DEMO: 'false', APP_SECRET: 'x'.repeat(32) };
  const settings = { ...given, INTERNAL_WORKER_TOKEN: 'y'.repeat(32) };
  expect(() => readConfig(settings)).toThrow('CDN_HLS_SIGNING_SECRET must be set');
  expect(() => readConfig({ ...settings, CDN_HLS_SIGNING_SECRET: 'short' })).toThrow(
    'CDN_HLS_SIGNING_SECRET',
  );
  expect(() => readConfig({ CDN_HLS_SIGNING_KEY_ID: 'v.1' })).toThrow('CDN_HLS_SIGNING_KEY_ID');
});

describe('the key of an output', () => {
  test('is for a live playback of that video alone', async () => {
    const [one, other] = [await watching(), await watching()];
    const key = beside(one.play_url, 'enc.key');
    const reply = await get(key);
    expect(reply.rawPayload).toHaveLength(16);
    expect(reply.headers['cache-control']).toBe('no-store');
    const { rows } = await kit.owner.query('select key from video_key where video_id = $1', [one.video_id]);
    expect(reply.rawPayload.equals(rows[0].key)).toBe(true);

    await one.her.end(one.playback);
    expect((await get(key)).json()).toMatchObject({ status: 409, detail: 'session_inactive' });
    await kit.owner.query(`update playback_session set video_id = $1 where session_id = $2`, [
      one.video_id,
      other.playback.session_id,
    ]);
    expect((await get(beside(other.play_url, 'enc.key'))).statusCode).toBe(409);
  });

  test('goes on being given after a refresh, by the new address', async () => {
    const { her, playback } = await watching();
    kit.travel(500);
    const refreshed = (await her.refresh(playback)).json();
    kit.travel(200);
    expect((await get(beside(playback.play_url, 'enc.key'))).statusCode).toBe(403);
    expect((await get(beside(refreshed.play_url, 'enc.key'))).statusCode).toBe(200);
  });
});
