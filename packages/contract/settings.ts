import { z } from 'zod';
import { Locale, PersonName } from './identity.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const LateAfterMinutes = z
  .int()
  .min(0)
  .max(180)
  .describe('A check-in at the kiosk is late from so many minutes after the start');

const AtOnce = z.int().min(1).max(100);

/** What an academy chose for all of its videos. */
export const VideoSettings = z.object({
  max_sessions: AtOnce.describe('Videos that one student may watch at the same time'),
  max_devices: AtOnce.describe('Devices on which one student may watch at the same time'),
  once_for_online: z
    .boolean()
    .describe('Who takes a session by video watches it the first time without skipping ahead'),
});
export type VideoSettings = z.infer<typeof VideoSettings>;

export const Settings = z
  .object({
    name: z.string(),
    locale: Locale.describe('Of the kiosks, and of accounts that chose none'),
    timezone: z.string(),
    late_after_minutes: LateAfterMinutes,
    video: VideoSettings,
  })
  .meta({ id: 'Settings' });
export type Settings = z.infer<typeof Settings>;

export const SettingsChange = z.strictObject({
  name: PersonName.exactOptional(),
  locale: Locale.exactOptional(),
  late_after_minutes: LateAfterMinutes.exactOptional(),
  video: z
    .strictObject({
      max_sessions: AtOnce.exactOptional(),
      max_devices: AtOnce.exactOptional(),
      once_for_online: z.boolean().exactOptional(),
    })
    .exactOptional(),
});
export type SettingsChange = z.infer<typeof SettingsChange>;

const tags = ['settings'] as const;

export const readSettings = {
  method: 'GET',
  url: '/settings',
  schema: {
    operationId: 'readSettings',
    summary: 'What the academy chose for all of its classes and videos',
    tags,
    response: { 200: Settings, 401: Problem, 403: Problem },
  },
} satisfies Route;

export const changeSettings = {
  method: 'PATCH',
  url: '/settings',
  schema: {
    operationId: 'changeSettings',
    summary: 'Change settings; limits of videos hold for whoever watches now from the next heartbeat on',
    tags,
    body: SettingsChange,
    response: { 200: Settings, 400: Problem, 401: Problem, 403: Problem },
  },
} satisfies Route;
