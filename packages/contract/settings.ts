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
  even_loudness: z
    .boolean()
    .describe('Lectures are made equally loud (EBU R128, -16 LUFS) unless said otherwise of one of them'),
});
export type VideoSettings = z.infer<typeof VideoSettings>;

const Violations = z.int().min(1).max(1000);
const enforcement = {
  warn_at: Violations.describe('Violations of a student in one video from which on the student is warned'),
  pause_at: Violations.describe('… is paused until the student confirms'),
  revoke_at: Violations.describe('… is revoked, after a pause that was confirmed'),
  revoke_ratio: z.number().min(0.01).max(1).describe('Or when this share of all events are violations'),
  revoke_ratio_from: z.int().min(1).max(10_000).describe('Which is asked from so many events on'),
};

/** How an academy enforces the rules of its videos. */
export const EnforcementSettings = z.object(enforcement);
export type EnforcementSettings = z.infer<typeof EnforcementSettings>;

export const Settings = z
  .object({
    name: z.string(),
    locale: Locale.describe('Of the kiosks, and of accounts that chose none'),
    timezone: z.string(),
    late_after_minutes: LateAfterMinutes,
    video: VideoSettings,
    enforcement: EnforcementSettings,
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
      even_loudness: z.boolean().exactOptional(),
    })
    .exactOptional(),
  enforcement: z
    .strictObject({
      warn_at: enforcement.warn_at.exactOptional(),
      pause_at: enforcement.pause_at.exactOptional(),
      revoke_at: enforcement.revoke_at.exactOptional(),
      revoke_ratio: enforcement.revoke_ratio.exactOptional(),
      revoke_ratio_from: enforcement.revoke_ratio_from.exactOptional(),
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
