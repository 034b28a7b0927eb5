/** The machine code is a grid of black and white cells, filled row by row with the bits of its bytes. */
export const codeGrid = { columns: 24, rows: 8, bytes: 24, parity: 8 };
