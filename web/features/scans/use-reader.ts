import { useEffect, useRef, useState } from 'react';
import type { CameraAnswer, CameraAsk, Seen } from './camera-messages.ts';

export type Reader = {
  seen: Seen | undefined;
  /** Reads a picture; one at a time, what comes while another is read is let go. */
  look: (take: () => Promise<ImageBitmap>) => Promise<void>;
  /** The last picture that was read, as a file. */
  keep: () => Promise<Blob>;
  forget: () => void;
};

/** A worker that reads sheets of one exam from pictures, away from the thread that draws the screen. */
export function useReader(sheet: Extract<CameraAsk, { kind: 'sheet' }> | undefined): Reader {
  const worker = useRef<Worker>(undefined);
  const isBusy = useRef(false);
  const waiting = useRef<(picture: Blob) => void>(undefined);
  const [seen, setSeen] = useState<Seen>();
  useEffect(() => {
    if (!sheet) return;
    const made = new Worker(new URL('./camera.worker.ts', import.meta.url), { type: 'module' });
    worker.current = made;
    isBusy.current = false;
    made.addEventListener('message', ({ data }: MessageEvent<CameraAnswer>) => {
      if (data.kind === 'kept') return waiting.current?.(data.picture);
      isBusy.current = false;
      setSeen(data);
    });
    made.postMessage(sheet);
    return () => {
      worker.current = undefined;
      made.terminate();
    };
  }, [sheet]);

  async function look(take: () => Promise<ImageBitmap>): Promise<void> {
    if (isBusy.current || !worker.current) return;
    isBusy.current = true;
    try {
      const frame = await take();
      worker.current?.postMessage({ kind: 'frame', frame } satisfies CameraAsk, [frame]);
    } catch {
      // A camera that is starting has no picture yet; the next one comes.
      isBusy.current = false;
    }
  }

  function keep(): Promise<Blob> {
    const { promise, resolve } = Promise.withResolvers<Blob>();
    waiting.current = resolve;
    worker.current?.postMessage({ kind: 'keep' } satisfies CameraAsk);
    return promise;
  }
  return { seen, look, keep, forget: () => setSeen(undefined) };
}
