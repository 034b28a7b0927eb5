import type { RegionBox } from '@seodang/contract/sheet-regions.ts';
import { useQuery } from '@tanstack/react-query';
import type { Box, Grey } from './components.rules.ts';
import { type FoundGrid, gridsIn } from './detect.rules.ts';
import type { Page } from './regions.rules.ts';

type Blank = { image: Grey; dotsPerMm: number };

async function pixelsOf(url: string): Promise<Grey> {
  const reply = await fetch(url);
  const bitmap = await createImageBitmap(await reply.blob());
  const { width, height } = bitmap;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let at = 0; at < grey.length; at += 1) grey[at] = data[4 * at + 1] ?? 255;
  return { width, height, data: grey };
}

/** The bubbles around a place on the blank; `undefined` as long as its picture is not there, or cannot be read here. */
export function useBlank(id: number, url: string, { width_mm }: Page) {
  const found = useQuery({
    queryKey: ['blank', id],
    queryFn: async (): Promise<Blank> => {
      const image = await pixelsOf(url);
      return { image, dotsPerMm: image.width / width_mm };
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  return (box: RegionBox, around_mm: number): { grids: FoundGrid[]; dotsPerMm: number } => {
    if (!found) return { grids: [], dotsPerMm: 1 };
    const { image, dotsPerMm } = found;
    return { grids: gridsIn(image, areaOf(box, around_mm, found), dotsPerMm), dotsPerMm };
  };
}

function areaOf(box: RegionBox, around_mm: number, { image, dotsPerMm }: Blank): Box {
  const pixel = (mm: number, most: number) => Math.max(0, Math.min(most, Math.round(mm * dotsPerMm)));
  return {
    left: pixel(box.x_mm - around_mm, image.width),
    top: pixel(box.y_mm - around_mm, image.height),
    right: pixel(box.x_mm + box.width_mm + around_mm, image.width),
    bottom: pixel(box.y_mm + box.height_mm + around_mm, image.height),
  };
}
