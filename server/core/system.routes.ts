import * as api from '@seodang/contract/system.ts';
import type { App } from '#core/http.ts';
import { checkReadiness, type Part } from '#core/readiness.ts';

/** For the people who run the academy. */
export function systemRoutes(app: App, parts: readonly Part[]): void {
  app.route({ ...api.readiness, handler: () => checkReadiness(parts) });
}
