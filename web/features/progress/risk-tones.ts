/** The colour of each level of risk. */
export const riskTones = { NORMAL: 'ok', WARNING: 'warn', DANGER: 'bad' } as const;
