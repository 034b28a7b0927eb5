let scratch = new Float64Array(1024);

/** The value that would stand at a place if the first `length` values of the scratch were sorted (Hoare's selection). */
function select(length: number, place: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const pivot = scratch[(low + high) >> 1] ?? 0;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((scratch[left] ?? 0) < pivot) left += 1;
      while ((scratch[right] ?? 0) > pivot) right -= 1;
      if (left > right) break;
      const moved = scratch[left] ?? 0;
      scratch[left] = scratch[right] ?? 0;
      scratch[right] = moved;
      left += 1;
      right -= 1;
    }
    if (place <= right) high = right;
    else if (place >= left) low = left;
    else break;
  }
  return scratch[place] ?? 0;
}

/** The value below which the share `part` of the values lies; 0 of none. */
export function quantile(values: ArrayLike<number>, part: number): number {
  const { length } = values;
  if (length === 0) return 0;
  if (scratch.length < length) scratch = new Float64Array(2 * length);
  for (let at = 0; at < length; at += 1) scratch[at] = values[at] ?? 0;
  const at = part * (length - 1);
  const low = Math.floor(at);
  const below = select(length, low);
  if (low === at) return below;
  // All that stands behind the place is larger now, so the next value is the least of it.
  let next = Infinity;
  for (let place = low + 1; place < length; place += 1) next = Math.min(next, scratch[place] ?? next);
  return below + (next - below) * (at - low);
}

export const median = (values: ArrayLike<number>): number => quantile(values, 0.5);

/** The standard deviation that normal values with this middle spread would have, whatever the outliers. */
export function robustSpread(values: readonly number[]): number {
  const middle = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - middle)));
}

/** Solves a small system of linear equations in place; undefined when it has no single solution. */
export function solve(rows: number[][], right: number[]): number[] | undefined {
  const size = right.length;
  const table = rows.map((row, index) => [...row, right[index] ?? 0]);
  for (let column = 0; column < size; column += 1) {
    let best = column;
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(table[row]?.[column] ?? 0) > Math.abs(table[best]?.[column] ?? 0)) best = row;
    }
    const pivot = table[best];
    const moved = table[column];
    if (!pivot || !moved || Math.abs(pivot[column] ?? 0) < 1e-12) return undefined;
    table[best] = moved;
    table[column] = pivot;
    for (let row = 0; row < size; row += 1) {
      const other = table[row];
      if (row === column || !other) continue;
      const factor = (other[column] ?? 0) / (pivot[column] ?? 1);
      if (factor === 0) continue;
      for (let at = column; at <= size; at += 1) other[at] = (other[at] ?? 0) - factor * (pivot[at] ?? 0);
    }
  }
  return table.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1));
}

/** Weighted least squares with a ridge: coefficients for features so that they give the values. */
export function fit(
  features: readonly (readonly number[])[],
  values: readonly number[],
  weights: readonly number[],
  ridge: (index: number) => number,
): number[] | undefined {
  const size = features[0]?.length ?? 0;
  const rows = Array.from({ length: size }, (_, index) =>
    Array.from({ length: size }, (_, other) => (other === index ? ridge(index) : 0)),
  );
  const right = new Array<number>(size).fill(0);
  for (const [index, feature] of features.entries()) {
    const weight = weights[index] ?? 0;
    const value = values[index] ?? 0;
    for (let a = 0; a < size; a += 1) {
      const row = rows[a];
      const scaled = weight * (feature[a] ?? 0);
      right[a] = (right[a] ?? 0) + scaled * value;
      if (row) for (let b = 0; b < size; b += 1) row[b] = (row[b] ?? 0) + scaled * (feature[b] ?? 0);
    }
  }
  return solve(rows, right);
}
