import type { App } from '#core/http.ts';
import type { Platform } from '#core/platform.ts';
import { auditLogRoutes } from './audit-log.routes.ts';
import { ownAccountRoutes } from './own-account.routes.ts';
import { securityRoutes } from './security.routes.ts';
import { signInRoutes } from './sign-in.routes.ts';
import { staffRoutes } from './staff.routes.ts';

export { verifyAuditLog } from './audit-log.ts';
export { identityUpkeep } from './upkeep.ts';

/** For app.ts only. */
export async function identityRoutes(app: App, platform: Platform): Promise<void> {
  await signInRoutes(app, platform);
  ownAccountRoutes(app, platform);
  securityRoutes(app, platform);
  staffRoutes(app);
  auditLogRoutes(app);
}
