import { call } from './api.ts';
import { memory } from './store.ts';
import { PartRefused, type World } from './upload-world.ts';

/** The browser around an upload: XMLHttpRequest, since fetch does not tell how much of a body has gone. */
export const browserWorld: World = {
  call,
  memory,
  now: () => performance.now(),
  isOnline: () => navigator.onLine,

  put({ method, url, headers }, part, { signal, onSent }) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onload = () => (request.status < 300 ? resolve() : reject(new PartRefused(request.status)));
    request.onerror = () => reject(new PartRefused(0));
    request.onabort = () => reject(signal.reason);
    request.onloadend = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort);
    request.send(part);
    return promise;
  },

  wait(ms, signal) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    const stop = () => reject(signal.reason);
    const goOn = () => resolve();
    addEventListener('online', goOn);
    signal.addEventListener('abort', stop, { once: true });
    return promise.finally(() => {
      clearTimeout(timer);
      removeEventListener('online', goOn);
      signal.removeEventListener('abort', stop);
    });
  },
};
