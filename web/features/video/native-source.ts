/** What is needed of a `<video>` that plays HLS by itself. */
export type NativeMedia = EventTarget &
  Pick<HTMLVideoElement, 'src' | 'currentTime' | 'paused' | 'play' | 'error' | 'removeAttribute'>;

type Source = {
  url: string;
  startAt: number;
  fresh: (url: string) => string;
  onFatal: () => void;
  onError?: ((reason: string) => void) | undefined;
};

const retryMs = 3000;
/** Waiting longer than this under an old token, the player is waiting for what it will not get. */
const stuckMs = 2000;
const decodeError = 3;

/**
 * Plays HLS where the browser does it by itself (Safari on phones) and asks with the address that it was given. A renewed
 * token therefore means loading anew, at the same place: when the viewer pauses, or when the old one no longer serves.
 */
export function attachNative(media: NativeMedia, source: Source): () => void {
  const { url, startAt, fresh, onFatal, onError } = source;
  const ending = new AbortController();
  const { signal } = ending;
  let asked = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const load = (at: number, goesOn: boolean) => {
    clearTimeout(timer);
    timer = undefined;
    asked = fresh(url);
    media.src = asked;
    const onLoaded = () => {
      media.currentTime = at;
      if (goesOn) void media.play().catch(() => undefined);
    };
    media.addEventListener('loadedmetadata', onLoaded, { once: true, signal });
  };
  const isOutdated = () => fresh(url) !== asked;
  const again = () => load(media.currentTime, !media.paused);
  const later = (ms: number, ring: () => void) => {
    timer ??= setTimeout(() => {
      timer = undefined;
      ring();
    }, ms);
  };
  const on = (name: string, hear: () => void) => media.addEventListener(name, hear, { signal });
  on('pause', () => isOutdated() && again());
  on('waiting', () => isOutdated() && later(stuckMs, again));
  on('playing', () => {
    clearTimeout(timer);
    timer = undefined;
  });
  on('error', () => {
    if (media.error?.code === decodeError) return onFatal();
    onError?.('native');
    if (isOutdated()) again();
    else later(retryMs, again);
  });
  load(startAt, false);
  return () => {
    ending.abort();
    clearTimeout(timer);
    media.removeAttribute('src');
  };
}
