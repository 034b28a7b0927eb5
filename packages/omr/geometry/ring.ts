/** The ring at each corner: a black ring with a dot in its middle; diameters in millimetres. */
export const ring = { outer_mm: 7, inner_mm: 4.4, dot_mm: 2.2 };
