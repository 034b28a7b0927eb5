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
  /**
   * In black and white: from so many units of the noise on, dots of a mark that is gone otherwise; in how many lines at least,
   * also in shares of them, such dots say that others are gone altogether, and in what share that all are; how dark
   * they are; and what share of the lines must be sure for a page not to be full of marks that are gone.
   */
  eaten: { dot: 1, least: 2, share: 0.04, most: 0.5, black: 0.35, faded: { stark: 0.6, clipped: 0.2 } },
  /** In black and white nearly nothing is left of what was rubbed out, so more is a part of a mark. */
  starkErased: 0.1,
  /** The same, of what is hardly more than noise. */
  starkNothing: 0.12,
  /** Darkness of marks that those of the other side may reach, from what share of the first second ones count, and how many. */
  mixed: { ink: 0.05, from: 0.4, least: 4, share: 0.1 },
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
  /**
   * Squares of darkness, which a smear, a mark that was rubbed out to two fifths or one from behind has hardly: in units of
   * their noise from where they say something, and in shares of the usual mark or of the strongest of the line.
   */
  depth: {
    noisy: 6,
    alone: { fill: { ink: 0.42, cover: 0.6 }, line: 0.6, depth: 0.3, beside: { ink: 0.45, depth: 0.25 } },
    pale: { ink: 0.6, depth: 0.2 },
    second: { ink: 0.6, part: 0.42, depth: 0.5 },
  },
  /** Second marks between these parts of the first are pale; so many of them, in shares of the lines, mean nothing to `nothing`. */
  ghosts: {
    noisy: 10,
    from: 0.33,
    to: 0.8,
    least: 6,
    share: 0.06,
    blank: { ink: 0.5, depth: 0.15 },
    beside: { ink: 0.8, depth: 0.35 },
  },
  /** In units of the noise: less is nothing, more can be a mark. */
  nothing: 3.5,
  something: 6,
  /** The same for as good as a usual mark in a line with nothing else, on a page whose marks are known. */
  alone: { noisy: 4.5, ink: 0.6, others: 0.3 },
  /** And in black and white, on a page where no dust lies on nearly all other bubbles. */
  dusty: { noisy: 1, share: 0.02 },
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
  /** Lines over a filled bubble that go on so far cross it out; a fill that goes over the edge does so less. */
  crossed: 0.36,
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
  /** And beside what this student's marks usually leave there. */
  beyond: 1.6,
} as const;
