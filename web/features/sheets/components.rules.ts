export type Grey = { readonly width: number; readonly height: number; readonly data: Uint8Array };
export type Box = { left: number; top: number; right: number; bottom: number };

/** The brightness that this share of an area does not exceed. */
function levelAt(counts: Uint32Array, share: number): number {
  const all = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  return counts.findIndex((count) => {
    below += count;
    return below >= all * share;
  });
}

function cutoffIn({ width, data }: Grey, area: Box): number {
  const counts = new Uint32Array(256);
  for (let y = area.top; y < area.bottom; y += 1)
    for (let x = area.left; x < area.right; x += 1) {
      const value = data[y * width + x] ?? 255;
      counts[value] = (counts[value] ?? 0) + 1;
    }
  const [paper, ink] = [levelAt(counts, 0.7), levelAt(counts, 0.01)];
  return paper - Math.max(14, (paper - ink) * 0.4);
}

/** The boxes around everything printed in an area that hangs together and does not reach over its edge. */
export function componentsIn(image: Grey, area: Box): Box[] {
  const { width, data } = image;
  const cutoff = cutoffIn(image, area);
  const [wide, high] = [area.right - area.left, area.bottom - area.top];
  const seen = new Uint8Array(Math.max(0, wide * high));
  const isInk = (at: number) =>
    seen[at] === 0 &&
    (data[(area.top + Math.floor(at / wide)) * width + area.left + (at % wide)] ?? 255) < cutoff;
  const found: Box[] = [];
  for (let start = 0; start < seen.length; start += 1) {
    if (!isInk(start)) continue;
    const box = spread(start, { wide, high, seen, isInk });
    if (box.left > 0 && box.top > 0 && box.right < wide && box.bottom < high)
      found.push({
        ...{ left: box.left + area.left, right: box.right + area.left },
        ...{ top: box.top + area.top, bottom: box.bottom + area.top },
      });
  }
  return found;
}

type Field = { wide: number; high: number; seen: Uint8Array; isInk: (at: number) => boolean };

function spread(start: number, { wide, high, seen, isInk }: Field): Box {
  const box = { left: wide, top: high, right: 0, bottom: 0 };
  const open = [start];
  seen[start] = 1;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [x, y] = [at % wide, Math.floor(at / wide)];
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x + 1);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y + 1);
    for (let dy = -1; dy <= 1; dy += 1)
      for (let dx = -1; dx <= 1; dx += 1) {
        const [nx, ny] = [x + dx, y + dy];
        const next = ny * wide + nx;
        if (nx < 0 || ny < 0 || nx >= wide || ny >= high || !isInk(next)) continue;
        seen[next] = 1;
        open.push(next);
      }
  }
  return box;
}
