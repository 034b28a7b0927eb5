import { type CDPSession, expect, type Page, type Worker } from '@playwright/test';

/** What a worker of notifications has; tests are compiled for pages. */
type PushWorker = {
  registration: ServiceWorkerRegistration;
  clients: { openWindow: (url: string) => Promise<unknown> };
  opened?: string[];
  received?: Received[];
  addEventListener: (type: 'push', hear: (event: Event & { data: { json: () => Payload } }) => void) => void;
  dispatchEvent: (event: Event) => boolean;
  ExtendableEvent: new (type: string) => Event;
};
type Payload = { tag: string; title: string; body: string; url: string };
/** `isTrusted`: the browser itself delivered it, no script did. */
type Received = { isTrusted: boolean; payload: Payload };

/**
 * Stands for the push service of the browser's maker, which no test may ask: the browser subscribes here, and what is
 * delivered here reaches the real worker as if that service had sent it. Before the page is opened.
 */
export async function pushService(page: Page) {
  await page.context().grantPermissions(['notifications']);
  await page.addInitScript(answerSubscriptions);
  const cdp = await page.context().newCDPSession(page);
  const registration = registrationOf(cdp, '/push/');
  await cdp.send('ServiceWorker.enable');
  const worker = () => workerOf(page, '/push-worker.js');
  return {
    deliver: async (payload: Payload) => {
      await (await worker()).evaluate(keepWhatIsNotShown);
      const registrationId = await registration;
      const { origin } = new URL(page.url());
      await cdp.send('ServiceWorker.deliverPushMessage', {
        ...{ origin, registrationId, data: JSON.stringify(payload) },
      });
    },
    /** What the browser has delivered to the real worker. */
    received: async () => (await worker()).evaluate(pushes),
    /** Whether this browser shows notifications itself, or the worker keeps what would be shown. */
    shower: async () => (await worker()).evaluate(() => Notification.permission),
    shown: async () => (await worker()).evaluate(titlesAndTexts),
    /** Presses the notification that is shown; the addresses that are opened by it. */
    press: async () => (await worker()).evaluate(pressed),
  };
}

/** The id of the registration with this scope, once there is one. */
function registrationOf(cdp: CDPSession, scope: string): Promise<string> {
  return new Promise((done) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find(({ scopeURL }) => new URL(scopeURL).pathname === scope);
      if (found) done(found.registrationId);
    });
  });
}

async function workerOf(page: Page, script: string): Promise<Worker> {
  const find = () =>
    page
      .context()
      .serviceWorkers()
      .find((worker) => worker.url().endsWith(script));
  await expect.poll(() => find()?.url()).toBeDefined();
  return find() as Worker;
}

/** In the page: a subscription such as push services give, though nothing is ever sent there. */
function answerSubscriptions(): void {
  PushManager.prototype.subscribe = async () => {
    const endpoint = `https://fcm.googleapis.com/fcm/send/${crypto.randomUUID()}`;
    const keys = { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) };
    return { toJSON: () => ({ endpoint, keys }) } as unknown as PushSubscription;
  };
}

/**
 * In the worker: a browser without windows refuses to show anything, so what would be seen is kept instead, by its tag.
 * That proves which tag the worker gives, not that a browser replaces what it shows.
 */
function keepWhatIsNotShown(): void {
  const worker = self as unknown as PushWorker;
  const { registration, clients, opened = [], received = [] } = worker;
  if (worker.opened) return;
  worker.opened = opened;
  worker.received = received;
  worker.addEventListener('push', ({ isTrusted, data }) => {
    received.push({ isTrusted, payload: data.json() });
  });
  // Browsers open windows for a real press only.
  clients.openWindow = async (url) => void opened.push(url);
  if (Notification.permission === 'granted') return;
  const kept = new Map<string, Notification>();
  registration.showNotification = async (title, options) => {
    const tag = options?.tag ?? crypto.randomUUID();
    kept.set(tag, { title, ...options, close: () => kept.delete(tag) } as unknown as Notification);
  };
  registration.getNotifications = async () => [...kept.values()];
}

function pushes(): Received[] {
  return (self as unknown as PushWorker).received ?? [];
}

async function titlesAndTexts(): Promise<string[]> {
  const { registration } = self as unknown as PushWorker;
  return (await registration.getNotifications()).map(({ title, body }) => `${title}: ${body}`);
}

async function pressed(): Promise<string[]> {
  const worker = self as unknown as PushWorker;
  const [notification] = await worker.registration.getNotifications();
  worker.dispatchEvent(Object.assign(new worker.ExtendableEvent('notificationclick'), { notification }));
  return worker.opened ?? [];
}
