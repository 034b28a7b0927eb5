/** How many failures are free, and how the wait grows after them, in seconds. */
export type Patience = { readonly free: number; readonly first: number; readonly longest: number };

/** One account: five typing errors are human. */
export const accountPatience: Patience = { free: 5, first: 5, longest: 900 };
/** One address: a classroom shares it. */
export const addressPatience: Patience = { free: 50, first: 5, longest: 900 };
/** Academies opened from one address. */
export const openingPatience: Patience = { free: 5, first: 60, longest: 3600 };

/** The wait after the first, second, third … failure; later ones wait as long as the last. */
export function waitsOf({ free, first, longest }: Patience): number[] {
  const waits: number[] = Array.from({ length: free - 1 }, () => 0);
  for (let wait = first; wait < longest; wait *= 2) waits.push(wait);
  return [...waits, longest];
}

/** What counts as one address: an IPv6 household has 2^64 of them. */
export function neighbourhoodOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return plain.includes(':') ? `${expanded(plain).slice(0, 4).join(':')}::/64` : plain;
}

function expanded(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter(Boolean);
  if (tail === undefined) return left;
  const right = tail.split(':').filter(Boolean);
  return [
    ...left,
    ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'),
    ...right,
  ];
}
