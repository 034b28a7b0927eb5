import * as api from '@seodang/contract/audit.ts';
import type { App } from '#core/http.ts';
import { listAuditLog, verifyAuditLog } from './audit-log.ts';

export function auditLogRoutes(app: App): void {
  app.route({ ...api.listAuditLog, handler: ({ scope, url, query }) => listAuditLog(scope, url, query) });
  app.route({ ...api.verifyAuditLog, handler: ({ scope }) => verifyAuditLog(scope) });
}
