import { useEffect, useRef, useState } from 'react';
import { toJpeg } from './picture.ts';
import { moved } from './tray.rules.ts';

export const MOST_PAGES = 30;
const MOST_BYTES = 30 * 1024 * 1024;

/** A page that will be handed in; `quarters` of a turn to the right are made when it is sent. */
export type TrayPage = {
  id: string;
  name: string;
  blob: Blob;
  url: string;
  isPdf: boolean;
  quarters: number;
};
type Refused = { name: string; why: 'unreadable' | 'tooLarge' };

async function pageOf(file: File): Promise<TrayPage | Refused> {
  const { name } = file;
  const isPdf = file.type === 'application/pdf' || name.toLowerCase().endsWith('.pdf');
  if (isPdf && file.size > MOST_BYTES) return { name, why: 'tooLarge' };
  try {
    const blob = isPdf ? file : await toJpeg(file);
    return { id: crypto.randomUUID(), name, blob, url: URL.createObjectURL(blob), isPdf, quarters: 0 };
  } catch {
    return { name, why: 'unreadable' };
  }
}

/** What goes to the server: turned as shown, photos named as what they are now. */
export async function fileOf({
  name,
  blob,
  isPdf,
  quarters,
}: TrayPage): Promise<{ name: string; blob: Blob }> {
  if (isPdf) return { name, blob };
  const jpeg = quarters % 4 === 0 ? blob : await toJpeg(blob, quarters);
  return { name: `${name.replace(/\.[^.]*$/, '') || 'photo'}.jpg`, blob: jpeg };
}

/** The pages that a student is about to hand in: added, put in order, turned, left out. */
export function useTray() {
  const [pages, setPages] = useState<readonly TrayPage[]>([]);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [reading, setReading] = useState(0);
  const shown = useRef(pages);
  shown.current = pages;
  useEffect(
    () => () => {
      for (const { url } of shown.current) URL.revokeObjectURL(url);
    },
    [],
  );

  const add = async (files: readonly File[]) => {
    setRefused([]);
    setReading((count) => count + files.length);
    // One after the other: a phone has little memory for photos laid open.
    for (const file of files) {
      const page = await pageOf(file);
      if ('why' in page) setRefused((before) => [...before, page]);
      else setPages((before) => [...before, page].slice(0, MOST_PAGES));
      setReading((count) => count - 1);
    }
  };
  const change = (id: string, make: (page: TrayPage) => TrayPage) =>
    setPages((before) => before.map((page) => (page.id === id ? make(page) : page)));
  return {
    ...{ pages, refused, isReading: reading > 0, add },
    move: (from: number, to: number) => setPages((before) => moved(before, from, to)),
    turn: (id: string) => change(id, (page) => ({ ...page, quarters: page.quarters + 1 })),
    remove: (id: string) => setPages((before) => before.filter((page) => page.id !== id)),
    clear: () => setPages([]),
  };
}
export type Tray = ReturnType<typeof useTray>;
