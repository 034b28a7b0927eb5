import { buildApp } from '#app.ts';
import type { Permissions } from '#core/permission.ts';
import type { Platform } from '#core/platform.ts';

/** Boots the app with another permission table. */
export async function buildWith(platform: Platform, rules: Permissions['rules']): Promise<void> {
  const app = await buildApp(platform, {
    rules,
    beforePasswordChange: [],
    notByApiKey: [],
    checkedInside: [],
  });
  await app.close();
}
