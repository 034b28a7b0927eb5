import { subscribeToPush, unsubscribeFromPush } from '@seodang/contract/notices.ts';
import { call } from '../../lib/api.ts';

/** Below an address that has no pages, so that it only shows messages and never stands between a page and the network. */
const worker = { script: '/push-worker.js', scope: '/push/' };

/** Asks the browser to show messages; `denied` when its user, or the browser, does not want that. */
export async function subscribeHere(applicationServerKey: string): Promise<'on' | 'denied'> {
  if (!('PushManager' in window) || !('serviceWorker' in navigator)) return 'denied';
  if ((await Notification.requestPermission()) !== 'granted') return 'denied';
  const registration = await startedWorker();
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey,
  });
  const { endpoint, keys: { p256dh = '', auth = '' } = {} } = subscription.toJSON();
  await call(subscribeToPush, { body: { endpoint: endpoint ?? '', p256dh, auth } });
  return 'on';
}

/** A browser subscribes no worker that is still starting. */
async function startedWorker(): Promise<ServiceWorkerRegistration> {
  const registration = await navigator.serviceWorker.register(worker.script, { scope: worker.scope });
  const starting = registration.installing ?? registration.waiting;
  if (!registration.active && starting)
    await new Promise<void>((done) => {
      starting.addEventListener('statechange', () => {
        if (starting.state === 'activated' || starting.state === 'redundant') done();
      });
    });
  return registration;
}

/** Ends it here and on every other browser of the user. */
export async function unsubscribe(): Promise<void> {
  await call(unsubscribeFromPush, {});
  const registration = await navigator.serviceWorker?.getRegistration(worker.scope);
  const subscription = await registration?.pushManager.getSubscription();
  await subscription?.unsubscribe();
}
