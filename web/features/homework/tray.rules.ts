/** Moves one thing to another place; the others keep their order. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const target = Math.min(list.length - 1, Math.max(0, to));
  const rest = list.filter((_, at) => at !== from);
  return [...rest.slice(0, target), ...list.slice(from, from + 1), ...rest.slice(target)];
}

/** The size of a picture whose long side is at most so long, turned by quarters. */
export function sizeOf(
  { width, height }: { width: number; height: number },
  longest: number,
  quarters: number,
): { width: number; height: number; scale: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  return quarters % 2 === 0 ? { width: w, height: h, scale } : { width: h, height: w, scale };
}
