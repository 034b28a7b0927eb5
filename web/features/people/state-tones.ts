/** How the states of an import look. */
export const stateTones = { preview: 'busy', committed: 'ok', undone: 'idle' } as const;
