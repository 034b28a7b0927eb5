import './ui/styles.ts';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { idle } from './lib/idle.ts';
import { currentLogin, followLogin, forgetBy } from './lib/login.ts';
import { createQueries } from './lib/queries.ts';
import { reloadIfOutdated } from './lib/version.ts';
import { createAppRouter } from './router.ts';
import { cssVariables, theme } from './ui/theme.ts';

addEventListener('vite:preloadError', () => void reloadIfOutdated());

const queries = createQueries(
  (error) => void import('./ui/toast.tsx').then(({ problemToast }) => problemToast(error)),
);
const router = createAppRouter(queries);
let shown = currentLogin().status;
async function showLogin(): Promise<void> {
  const before = shown;
  shown = currentLogin().status;
  await router.invalidate();
  // Only after the screens are gone: they would ask for their data once more, as nobody.
  if (before === 'in' && currentLogin().status === 'out') queries.clear();
}
followLogin(() => void showLogin());
forgetBy(async (student) => (await import('./features/study/study-here.ts')).clearStudyHere(student));

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const app = createRoot(root);
const draw = () =>
  app.render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
// On a slow phone each drawing costs a third of a second: only who waits longer sees that something is loading.
const LOADING_MS = 1000;
const waiting = new Promise((resolve) => setTimeout(resolve, LOADING_MS));
void Promise.race([router.load(), waiting]).then(draw, draw);

// The system's Korean font serves the first screen; the web font follows without holding it up.
const stop = router.subscribe('onRendered', () => {
  stop();
  void idle().then(() => import('./ui/fonts.ts'));
});
