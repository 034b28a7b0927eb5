import type Hls from 'hls.js';
import { attachNative } from './native-source.ts';

/** How much is loaded ahead: a lost network of some minutes goes unnoticed. */
const AHEAD_SECONDS = 300;
const AHEAD_BYTES = 150 * 1024 * 1024;

const signedPart = /\/hls\/t\/[^/]+\//;

/** An address of an output with the token of another address of it: renewed tokens travel with each request. */
export function freshened(url: string, newest: string): string {
  const signed = signedPart.exec(newest)?.[0];
  return signed ? url.replace(signedPart, () => signed) : url;
}

/** What is played, whatever the token: another one is another output, as of a source that was replaced. */
export const outputOf = (url: string): string => url.replace(signedPart, '/hls/');

type Source = {
  url: string;
  startAt: number;
  fresh: (url: string) => string;
  onFatal: () => void;
  /** Playing was broken off, also where it goes on by itself; once for each reason until it plays again. */
  onError?: (reason: string) => void;
};

/** Plays an HLS address in a `<video>`; every request carries the newest token. Returns how to stop. */
export async function attachHls(
  media: HTMLVideoElement,
  { url, startAt, fresh, onFatal, onError }: Source,
): Promise<() => void> {
  const { default: Library } = await import('hls.js/light');
  if (!Library.isSupported()) return attachNative(media, { url, startAt, fresh, onFatal, onError });
  const hls = new Library({
    startPosition: startAt,
    maxBufferLength: AHEAD_SECONDS,
    maxMaxBufferLength: AHEAD_SECONDS,
    maxBufferSize: AHEAD_BYTES,
    backBufferLength: 60,
    xhrSetup: (request, asked) => request.open('GET', fresh(asked), true),
  });
  const told = new Set<string>();
  hls.on(Library.Events.FRAG_CHANGED, () => told.clear());
  hls.on(Library.Events.ERROR, (_event, { fatal, type, details }) => {
    if (!fatal) return;
    if (!told.has(details)) onError?.(details);
    told.add(details);
    if (type === Library.ErrorTypes.NETWORK_ERROR) retryLater(hls);
    else if (type === Library.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
    else onFatal();
  });
  hls.loadSource(url);
  hls.attachMedia(media);
  return () => hls.destroy();
}

/** A network that is away comes back; the player waits for it instead of giving up. */
function retryLater(hls: Hls): void {
  setTimeout(() => hls.startLoad(), 3000);
}
