import type { Output } from '@seodang/contract/call.ts';
import {
  excuseRequirement,
  listProgressExceptions,
  overrideProgress,
  revertExcuse,
  revertOverride,
} from '@seodang/contract/progress-exceptions.ts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type Place = { session_id: number; enrollment_id: number };
export type Exceptions = Output<typeof listProgressExceptions>;
export type Requirement = Exceptions['excuses'][number]['requirement'];

/** What was decided for a student in a class session beside the rules. */
export const exceptionsQuery = (place: Place) =>
  queryOptions({
    queryKey: ['progress', 'exceptions', place],
    queryFn: () => call(listProgressExceptions, { querystring: place }),
  });

/** Whatever is decided is seen in every list of progress at once. */
function useDecision<Input>(decide: (input: Input) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: decide,
    onSuccess: () => client.invalidateQueries({ queryKey: ['progress'] }),
  });
}

export const useExcuse = (place: Place) =>
  useDecision((given: { requirement: Requirement; reason: string }) =>
    call(excuseRequirement, { body: { ...place, ...given } }),
  );

export const useRevertExcuse = () => useDecision((id: number) => call(revertExcuse, { params: { id } }));

export const useOverride = (place: Place) =>
  useDecision((given: { completed: boolean; reason: string }) =>
    call(overrideProgress, { body: { ...place, ...given } }),
  );

export const useRevertOverride = () => useDecision((id: number) => call(revertOverride, { params: { id } }));
