import { ApiProblem } from '@seodang/contract/call.ts';
import { MutationCache, onlineManager, QueryClient } from '@tanstack/react-query';

declare module '@tanstack/react-query' {
  interface Register {
    /** `quiet`: the screen itself says what went wrong, so no toast does. */
    mutationMeta: { quiet?: boolean };
    /**
     * `alsoOn`: further topics whose news the query follows. `foldMs`: news that come within so long are followed once, at
     * its end.
     */
    queryMeta: { alsoOn?: readonly string[]; foldMs?: number };
  }
}

function worthRetrying(failures: number, error: Error): boolean {
  const status = error instanceof ApiProblem ? error.problem.status : 500;
  return failures < 2 && (status === 0 || status >= 500);
}

/** The cache of what the server said. Failed mutations speak by a toast unless they are `quiet`. */
export function createQueries(tell: (error: unknown) => void): QueryClient {
  // It believes in a network until it hears otherwise, and a page may begin without one.
  onlineManager.setOnline(navigator.onLine);
  return new QueryClient({
    defaultOptions: { queries: { staleTime: 15_000, retry: worthRetrying }, mutations: { retry: false } },
    mutationCache: new MutationCache({
      onError: (error, _variables, _context, mutation) => {
        if (!mutation.meta?.quiet) tell(error);
      },
    }),
  });
}
