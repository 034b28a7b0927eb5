import type { Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/study-fits.ts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type Fits = Output<typeof api.listStudyFits>;
export type Fit = Fits['results'][number];

export const fitsQuery = queryOptions({
  queryKey: ['study', 'fits'],
  queryFn: () => call(api.listStudyFits, {}),
});

function useFitChange<Given>(change: (given: Given) => Promise<Fits>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (fits) => queries.setQueryData(fitsQuery.queryKey, fits),
  });
}

export const useFitNow = () => useFitChange<void>(() => call(api.fitStudy, {}));
export const useRevertFit = () => useFitChange((id: number) => call(api.revertStudyFit, { params: { id } }));
