import { expect, test } from 'vitest';
import { EventQueue, type KeptEvents, MOST_KEPT } from './event-queue.ts';

function queue() {
  let now = 1_800_000_000;
  let ids = 0;
  const make = () =>
    new EventQueue(
      () => now,
      () => `batch-${++ids}`,
    );
  const pass = (seconds: number) => {
    now += seconds;
  };
  return { events: make(), make, pass };
}
const onDisk = (kept: KeptEvents): KeptEvents => JSON.parse(JSON.stringify(kept));

test('a batch keeps its id and its events until it is answered; what happens meanwhile waits for the next', () => {
  const { events } = queue();
  events.add('FOCUS_LOST');
  const first = events.next();
  events.add('FOCUS_GAINED');
  events.failed();
  expect(events.next()).toEqual(first);
  if (first) events.settle(first);
  expect(events.next()).toMatchObject({ batch_id: 'batch-2', events: [{ type: 'FOCUS_GAINED' }] });
});

test('each event carries its own time, however late it is sent', () => {
  const { events, pass } = queue();
  events.add('SEEK_ATTEMPT', { from: 3, to: 90 });
  pass(3600);
  events.add('FULLSCREEN_ENTER');
  const sent = events.next()?.events;
  expect(sent?.map(({ occurred_at }) => occurred_at)).toEqual([1_800_000_000, 1_800_003_600]);
  expect(sent?.[0]?.payload).toEqual({ from: 3, to: 90 });
});

test('a day without network goes out in several batches of what the server takes at once', () => {
  const { events } = queue();
  for (let n = 0; n < 450; n += 1) events.add('VISIBILITY_HIDDEN');
  const sizes = [];
  for (let batch = events.next(); batch; batch = events.next()) {
    sizes.push(batch.events.length);
    events.settle(batch);
  }
  expect(sizes).toEqual([200, 200, 50]);
  expect(events.isEmpty).toBe(true);
});

test('what is too much to keep loses what tells the least, the oldest of it first', () => {
  const { events } = queue();
  events.add('SEEK_ATTEMPT', { from: 0, to: 500 });
  events.add('FOCUS_LOST');
  for (let n = 0; n < MOST_KEPT; n += 1) events.add('VISIBILITY_HIDDEN');
  const { events: kept } = events.kept();
  expect(kept).toHaveLength(MOST_KEPT);
  expect(kept.slice(0, 2).map(({ type }) => type)).toEqual(['SEEK_ATTEMPT', 'VISIBILITY_HIDDEN']);
});

test('a reload takes up what was kept, in front of what is new; what is older than a week is forgotten', () => {
  const { events, make, pass } = queue();
  events.add('FOCUS_LOST');
  pass(8 * 86_400);
  events.add('SEEK_ATTEMPT', { from: 1, to: 60 });
  const reloaded = make();
  reloaded.add('VISIBILITY_VISIBLE');
  reloaded.restore(onDisk(events.kept()));
  expect(reloaded.next()?.events.map(({ type }) => type)).toEqual(['SEEK_ATTEMPT', 'VISIBILITY_VISIBLE']);
});

test('a new playback gets what never left or never arrived, and not again what left without an answer', () => {
  const { events, make } = queue();
  events.add('SEEK_ATTEMPT', { from: 1, to: 60 });
  events.next();
  const closed = make();
  closed.restore(onDisk(events.kept()));
  expect(closed.unanswered()).toMatchObject({ batch_id: 'batch-1' });
  closed.startOver();
  expect(closed.isEmpty).toBe(true);

  events.failed();
  const offline = make();
  offline.restore(onDisk(events.kept()));
  expect(offline.unanswered()).toBe(null);
  offline.startOver();
  expect(offline.next()).toMatchObject({ batch_id: 'batch-2', events: [{ type: 'SEEK_ATTEMPT' }] });
});
