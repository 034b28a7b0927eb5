import {
  EnforcementSettings,
  LateAfterMinutes,
  type Settings,
  type SettingsChange,
  VideoSettings,
} from '@seodang/contract/settings.ts';
import { z } from 'zod';

const { max_sessions, max_devices, once_for_online, even_loudness } = VideoSettings.shape;
const Video = z.object({
  max_sessions: max_sessions.catch(1),
  max_devices: max_devices.catch(3),
  once_for_online: once_for_online.catch(false),
  even_loudness: even_loudness.catch(false),
});

const { warn_at, pause_at, revoke_at, revoke_ratio, revoke_ratio_from } = EnforcementSettings.shape;
const Enforcement = z.object({
  warn_at: warn_at.catch(1),
  pause_at: pause_at.catch(2),
  revoke_at: revoke_at.catch(3),
  revoke_ratio: revoke_ratio.catch(0.5),
  revoke_ratio_from: revoke_ratio_from.catch(10),
});

type Chosen = Pick<Settings, 'late_after_minutes' | 'video' | 'enforcement'>;

/** By what is kept: lists ask for each of their rows, and reading it anew was a third of what a list of 1,000 costs. */
const known = new Map<string, Chosen>();
const MOST_KNOWN = 1000;

/** What is kept in tenant.settings, with defaults for what was not chosen or cannot be read. */
export function chosenOf(settings: unknown): Chosen {
  const text = JSON.stringify(settings) ?? '';
  const chosen = known.get(text) ?? read(settings);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, chosen);
  return chosen;
}

function read(settings: unknown): Chosen {
  const kept = recordOf(settings);
  return {
    late_after_minutes: LateAfterMinutes.catch(10).parse(kept.late_after_minutes),
    video: Video.parse(recordOf(kept.video)),
    enforcement: Enforcement.parse(recordOf(kept.enforcement)),
  };
}

/** tenant.settings with a change in it; what is not named stays, and defaults stay defaults. */
export function withChange(settings: unknown, { late_after_minutes, video, enforcement }: SettingsChange) {
  const kept = recordOf(settings);
  return {
    ...kept,
    ...(late_after_minutes !== undefined && { late_after_minutes }),
    ...(video && { video: { ...recordOf(kept.video), ...video } }),
    ...(enforcement && { enforcement: { ...recordOf(kept.enforcement), ...enforcement } }),
  };
}

function recordOf(value: unknown): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).catch({}).parse(value);
}
