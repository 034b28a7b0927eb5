import * as api from '@seodang/contract/settings.ts';
import type { App } from '#core/http.ts';
import { changeSettings, readSettings } from './settings.ts';

export function settingsRoutes(app: App): void {
  app.route({ ...api.readSettings, handler: ({ scope }) => readSettings(scope) });
  app.route({ ...api.changeSettings, handler: ({ scope, body }) => changeSettings(scope, body) });
}
