import {
  listRegionCrops,
  type SetHomeworkRegions,
  setHomeworkRegions,
} from '@seodang/contract/homework-pages.ts';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useHomeworkChange } from './homework.queries.ts';
import { referencePagesQuery } from './reference.queries.ts';

/** One answer of all students, cut from their photos. */
export const regionCropsQuery = (id: number, region_id: number) =>
  queryOptions({
    queryKey: ['homework', id, 'crops', region_id],
    queryFn: () => call(listRegionCrops, { params: { id, region_id } }),
    // Addresses of pictures are good for an hour.
    staleTime: 15 * 60_000,
    meta: { alsoOn: ['submissions'] },
  });

/** Where somebody else changed them meanwhile, those that are there are asked for before it is told. */
export function useSetRegions(id: number, page_id: number) {
  const queries = useQueryClient();
  const set = (body: SetHomeworkRegions) =>
    call(setHomeworkRegions, { params: { id, page_id }, body }).catch(async (error) => {
      await queries.invalidateQueries(referencePagesQuery(id));
      throw error;
    });
  return useHomeworkChange(set, true);
}
