import {
  listRegionCrops,
  type SetHomeworkRegions,
  setHomeworkRegions,
} from '@seodang/contract/homework-pages.ts';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { keptAddresses } from '../../lib/kept-addresses.ts';
import { useHomeworkChange } from './homework.queries.ts';
import { referencePagesQuery } from './reference.queries.ts';

const keep = keptAddresses();

/** One answer of all students, cut from their photos. */
export const regionCropsQuery = (id: number, region_id: number) =>
  queryOptions({
    queryKey: ['homework', id, 'crops', region_id],
    queryFn: async () => {
      const crops = await call(listRegionCrops, { params: { id, region_id } });
      return { ...crops, results: crops.results.map((crop) => ({ ...crop, url: keep(crop.url) })) };
    },
    // Addresses of pictures are good for an hour.
    staleTime: 15 * 60_000,
    // A class that is compared brings news with each photo.
    meta: { alsoOn: ['submissions'], foldMs: 5000 },
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
