import { FILM_MAX_BYTES, FILM_MAX_SECONDS } from '@seodang/contract/homework-film.ts';
import { useEffect, useState } from 'react';

export const filmTypes =
  'video/mp4,video/quicktime,video/webm,video/3gpp,video/x-matroska,.mp4,.mov,.m4v,.webm,.3gp,.mkv';
const endings = /\.(mp4|mov|m4v|webm|3gp|mkv)$/i;

type Chosen = { file: File; url: string };
type Trouble = 'filmUnreadable' | 'filmTooLong' | 'filmTooLarge';

/** The video that a student is about to hand in; what cannot be handed in is said before it is sent. */
export function useFilm() {
  const [film, setFilm] = useState<Chosen>();
  const [trouble, setTrouble] = useState<Trouble>();
  const url = film?.url;
  useEffect(() => () => URL.revokeObjectURL(url ?? ''), [url]);
  const choose = (file: File | null) => {
    if (!file) return;
    setTrouble(undefined);
    if (!endings.test(file.name)) setTrouble('filmUnreadable');
    else if (file.size > FILM_MAX_BYTES) setTrouble('filmTooLarge');
    else setFilm({ file, url: URL.createObjectURL(file) });
  };
  const clear = () => setFilm(undefined);
  /** Some browsers cannot look into what phones film: then the server does. */
  const measured = (seconds: number) => {
    if (!(seconds > FILM_MAX_SECONDS + 1) || seconds === Number.POSITIVE_INFINITY) return;
    setTrouble('filmTooLong');
    clear();
  };
  return { film, trouble, choose, clear, measured };
}
export type FilmChoice = ReturnType<typeof useFilm>;
