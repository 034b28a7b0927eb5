import './ui/styles.ts';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { currentLogin, followLogin } from './lib/login.ts';
import { createQueries } from './lib/queries.ts';
import { createAppRouter } from './router.ts';
import { cssVariables, theme } from './ui/theme.ts';

// A page that was open while a new version was installed asks for files that are gone; one reload finds the new ones.
addEventListener('vite:preloadError', () => {
  const last = Number(sessionStorage.getItem('seodang.reloaded'));
  if (Date.now() - last < 10_000) return;
  sessionStorage.setItem('seodang.reloaded', String(Date.now()));
  location.reload();
});

const queries = createQueries(
  (error) => void import('./ui/toast.tsx').then(({ problemToast }) => problemToast(error)),
);
const router = createAppRouter(queries);
followLogin(() => {
  if (currentLogin().status === 'out') queries.clear();
  void router.invalidate();
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);

// The system's Korean font serves the first paint; the web font follows without holding it up.
void import('./ui/fonts.ts');
