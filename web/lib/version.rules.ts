/** Which of its scripts a version is known by: what was only brought forward may be the same in the next one. */
export const entryOf = (scripts: readonly string[], forward: string | undefined): string | undefined =>
  scripts.find((script) => script !== '' && script !== forward);
