/** A connected black area: its box (edges in pixels, the far ones exclusive) and how many pixels it has. */
export type Component = { left: number; top: number; right: number; bottom: number; area: number };

type Runs = { from: number[]; to: number[]; row: number[]; parent: number[] };

function rootOf(parent: number[], run: number): number {
  let root = run;
  while ((parent[root] ?? root) !== root) root = parent[root] ?? root;
  let step = run;
  while (step !== root) {
    const next = parent[step] ?? root;
    parent[step] = root;
    step = next;
  }
  return root;
}

/** Black runs of every row, joined with those they touch in the row above (corners too). */
function joinedRuns(black: Uint8Array, width: number, height: number): Runs {
  const runs: Runs = { from: [], to: [], row: [], parent: [] };
  let above = 0;
  for (let y = 0; y < height; y += 1) {
    const first = runs.from.length;
    let candidate = above;
    for (let x = 0, at = y * width; x < width; x += 1) {
      if (!black[at + x]) continue;
      const from = x;
      while (x < width && black[at + x]) x += 1;
      const run = runs.from.length;
      runs.from.push(from);
      runs.to.push(x);
      runs.row.push(y);
      runs.parent.push(run);
      while (candidate < first && (runs.to[candidate] ?? 0) < from) candidate += 1;
      for (let other = candidate; other < first && (runs.from[other] ?? 0) <= x; other += 1) {
        runs.parent[rootOf(runs.parent, other)] = rootOf(runs.parent, run);
      }
    }
    above = first;
  }
  return runs;
}

/** The connected black areas of an image whose black pixels are not 0. */
export function components(black: Uint8Array, width: number, height: number): Component[] {
  const runs = joinedRuns(black, width, height);
  const found = new Map<number, Component>();
  for (let run = 0; run < runs.from.length; run += 1) {
    const root = rootOf(runs.parent, run);
    const [left, right, top] = [runs.from[run] ?? 0, runs.to[run] ?? 0, runs.row[run] ?? 0];
    const before = found.get(root);
    if (before) {
      before.left = Math.min(before.left, left);
      before.right = Math.max(before.right, right);
      before.bottom = top + 1;
      before.area += right - left;
    } else found.set(root, { left, top, right, bottom: top + 1, area: right - left });
  }
  return [...found.values()];
}
