import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router';
import { restoreLogin } from '../lib/login.ts';

export const Route = createRootRouteWithContext<{ queries: QueryClient }>()({
  beforeLoad: async () => ({ login: await restoreLogin() }),
  component: Outlet,
});
