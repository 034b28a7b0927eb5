/** What the list of videos shows; apart from its screen, because the address is read before the screen is loaded. */
export const videoKinds = ['videos', 'live', 'removed'] as const;
export type VideoKind = (typeof videoKinds)[number];
export type VideoPlace = {
  lecture?: number | undefined;
  session?: number | undefined;
  kind?: VideoKind | undefined;
};
