type Search = Record<string, unknown>;

/** The child that an address names. */
export function childOf({ child }: Search): { child?: number | undefined } {
  return Number.isInteger(Number(child)) && child !== undefined ? { child: Number(child) } : {};
}

/** The child and the week (any of its days) that an address names. */
export function weekOf(search: Search): { child?: number | undefined; week?: string | undefined } {
  const week = String(search.week ?? '');
  return { ...childOf(search), ...(/^\d{4}-\d{2}-\d{2}$/.test(week) && { week }) };
}
