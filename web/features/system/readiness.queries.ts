import { ApiProblem } from '@seodang/contract/call.ts';
import { queryOptions } from '@tanstack/react-query';
import { send } from '../../lib/api.ts';

export type Part = { name: string; state: 'ok' | 'off' | 'failed'; detail: string };

/** The parts of the system with their state, checked by the server when asked. */
export const readinessQuery = queryOptions({
  queryKey: ['readiness'],
  refetchInterval: 30_000,
  queryFn: async (): Promise<Part[]> => {
    const reply = await send('/system/readiness', { method: 'GET' });
    const json = await reply.json();
    if (!reply.ok) throw new ApiProblem(json);
    return Array.isArray(json) ? json : json.results;
  },
});
