/** What is on the screen and not answered yet. */
export type Draft = { readonly selected: readonly string[]; readonly unsure: boolean };
export const noDraft: Draft = { selected: [], unsure: false };
