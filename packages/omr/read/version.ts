/** The reading that answers are made by. It changes when results do, so that those of before are told from those of after. */
export const readingVersion = 'omr-7';
