/** Where decisions stand, in shares of the usual mark; what is between two of them is flagged. */
export const bands = {
  /** From here a bubble is marked: a rubbed-out mark leaves a share of itself and a smear, which is more beside a pale mark. */
  marked: { least: 0.46, smear: 0.02, most: 0.66, stark: 0.3 },
  /** To here a line without a mark is blank; to `faint` whatever the noise; never beyond `murky`. */
  blank: 0.16,
  /** As much of the lighter marks of a page whose marks are all alike, but never more than `blankMost`. */
  blankPart: 0.28,
  blankMost: 0.25,
  faint: 0.13,
  murky: 0.3,
  /** In black and white, where a part may be all that is left of a mark. */
  stark: 0.08,
  /** To here (beside the strongest of the line) what is left of an erased mark counts as nothing. */
  erased: 0.33,
  /** As much of the lighter marks of a page whose marks are all alike, but never more than `erasedMost`. */
  erasedPart: 0.55,
  erasedMost: 0.48,
  /** A mark that is lighter than marks usually are is one when others of the page are nearly as light, and nothing else is near. */
  kin: { least: 0.3, wider: 1.3, share: 0.04, beside: 0.25 },
  /** From here (beside the strongest of the line) a second mark counts. */
  second: 0.7,
  secondMost: 0.92,
  secondAlone: 0.78,
  /** In units of the noise: less is nothing, more can be a mark. */
  nothing: 3.5,
  something: 6,
  /** The same for as good as a usual mark in a line with nothing else, on a page whose marks are known. */
  alone: { noisy: 4.5, ink: 0.6, others: 0.3 },
  /** Shares of the directions around a bubble: a circle, and certainly none. */
  circle: 0.72,
  noCircle: 0.5,
  /** Less of a circle is enough when nothing is around the others. */
  arc: 0.6,
  noArc: 0.25,
  /** Shares of directions and units of noise below which a line on a page of circles is blank. */
  untouched: { circled: 0.2, ink: 0.05, noisy: 3, beside: 3 },
  /** From here a line goes across a bubble and on. */
  through: 0.25,
  /** Where usual marks do so too, two are meant when they are so alike. */
  alike: 0.8,
  /**
   * Marks of who fills usually cover so much of their bubbles. There so much ink (in shares of the usual mark) over so much of
   * a bubble is no line: as the only mark of its line, and as one of two.
   */
  fill: { usual: 0.75, alone: { cover: 0.55, ink: 0.5 }, second: { cover: 0.7, ink: 0.75 } },
  /** Ink outside the outlines, in units of its noise: more may be a mark that missed its bubble. */
  beside: 5,
  /** In shares of the usual mark: less of one with ink beside its bubble may be a line that runs into it. */
  runIn: 0.85,
  /** In shares of the usual mark: less ink outside an outline is no mark that missed its bubble. */
  missed: 0.35,
} as const;
