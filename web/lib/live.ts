import { urlOf } from '@seodang/contract/call.ts';
import { live, MOST_MISSED_MS, type News } from '@seodang/contract/system.ts';
import type { QueryClient } from '@tanstack/react-query';
import { send } from './api.ts';
import { askedSince } from './asked-early.ts';
import { afterListening, mayHaveMissed } from './live.rules.ts';
import { tellerOf } from './news.ts';
import { createStore } from './store.ts';

const connected = createStore(true);

function newsOf(block: string): News | undefined {
  const data = block
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5))
    .join('');
  return data.trim() ? JSON.parse(data) : undefined;
}

/** The server speaks every 20 seconds; a connection that stays silent for three times as long is dead. */
const longestSilenceMs = 60_000;

/** Hands on each part of the stream until it ends, breaks, or falls silent. */
async function readParts(stream: ReadableStream<string>, silent: () => void, take: (part: string) => void) {
  // By hand: Safari cannot iterate over a stream.
  const reader = stream.getReader();
  for (;;) {
    const timer = setTimeout(silent, longestSilenceMs);
    const { done, value } = await reader.read().finally(() => clearTimeout(timer));
    if (done) return;
    take(value);
  }
}

/** Reads one stream of server-sent events until it ends. */
async function listen(
  signal: AbortSignal,
  missed_ms: number,
  opened: () => void,
  tell: (news: News) => void,
): Promise<void> {
  const silence = new AbortController();
  const reply = await send(urlOf(live, { querystring: { missed_ms } }), {
    method: 'GET',
    headers: { accept: 'text/event-stream' },
    signal: AbortSignal.any([signal, silence.signal]),
  });
  if (!reply.ok || !reply.body) throw new Error(`live: ${reply.status}`);
  opened();
  let text = '';
  const take = (part: string) => {
    const blocks = (text + part.replaceAll('\r', '')).split('\n\n');
    text = blocks.pop() ?? '';
    for (const news of blocks.map(newsOf)) if (news) tell(news);
  };
  const stream: ReadableStream<string> = reply.body.pipeThrough(new TextDecoderStream());
  await readParts(stream, () => silence.abort(), take);
}

/** What is on the screen may have been asked for that long before anybody listens. */
const askedBeforeMs = 1000;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = () => {
    clearTimeout(timer);
    removeEventListener('online', wake);
    resolve();
  };
  const timer = setTimeout(wake, ms);
  addEventListener('online', wake, { once: true });
  signal.addEventListener('abort', wake, { once: true });
  return promise;
}

async function keepListening(signal: AbortSignal, tell: (news: News | 'gap') => void): Promise<void> {
  let failures = 0;
  const began = askedSince();
  let isFirst = true;
  const unheardMs = () => Math.round(performance.now() - began + askedBeforeMs);
  let opened_at = Infinity;
  const opened = () => {
    opened_at = performance.now();
    // What happened while nobody listened is unknown, so everything on screen is asked for again.
    if (mayHaveMissed({ isFirst, unheard_ms: unheardMs() })) tell('gap');
    connected.set(true);
  };
  while (!signal.aborted) {
    const missed_ms = isFirst ? Math.min(unheardMs(), MOST_MISSED_MS) : 0;
    opened_at = Infinity;
    await listen(signal, missed_ms, opened, tell).catch(() => undefined);
    // Whoever answers next may not have been there to hear it either.
    isFirst = false;
    if (signal.aborted) return;
    connected.set(false);
    const next = afterListening({ failures, lasted_ms: performance.now() - opened_at });
    failures = next.failures;
    await pause(next.wait_ms * (0.5 + Math.random()), signal);
  }
}

/**
 * Keeps the queries of this tab current until the returned function is called. One tab of the browser holds the
 * connection (browsers allow six per host) and tells the others.
 */
export function startLive(queries: QueryClient, user: number): () => void {
  const ending = new AbortController();
  const otherTabs = new BroadcastChannel(`seodang.live.${user}`);
  const apply = tellerOf(queries);
  otherTabs.onmessage = ({ data }: MessageEvent<News | 'gap'>) => apply(data);
  const hold = () =>
    keepListening(ending.signal, (news) => {
      apply(news);
      otherTabs.postMessage(news);
    });
  const held = navigator.locks
    ? navigator.locks.request(`seodang.live.${user}`, { signal: ending.signal }, hold)
    : hold();
  held.catch(() => undefined);
  return () => {
    ending.abort();
    otherTabs.close();
  };
}
