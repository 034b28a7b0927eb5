/** Arithmetic of GF(256) with the polynomial 0x11d, by logarithms. */
const exp = new Uint8Array(512);
const log = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power += 1) {
  exp[power] = value;
  exp[power + 255] = value;
  log[value] = power;
  value = value & 0x80 ? ((value << 1) ^ 0x11d) & 0xff : value << 1;
}

const at = (array: ArrayLike<number>, index: number) => array[index] ?? 0;
const times = (a: number, b: number) => (a === 0 || b === 0 ? 0 : at(exp, at(log, a) + at(log, b)));
const over = (a: number, b: number) => (a === 0 ? 0 : at(exp, at(log, a) + 255 - at(log, b)));
const power = (exponent: number) => at(exp, ((exponent % 255) + 255) % 255);

/** The remainder that makes data plus parity a multiple of the generator polynomial. */
export function parityOf(data: Uint8Array, count: number): Uint8Array {
  let generator = [1];
  for (let root = 0; root < count; root += 1) {
    const next = [...generator, 0];
    generator.forEach((coefficient, index) => {
      next[index + 1] = at(next, index + 1) ^ times(coefficient, power(root));
    });
    generator = next;
  }
  const rest = new Uint8Array(data.length + count);
  rest.set(data);
  for (let index = 0; index < data.length; index += 1) {
    const factor = at(rest, index);
    for (let step = 1; step <= count; step += 1) {
      rest[index + step] = at(rest, index + step) ^ times(at(generator, step), factor);
    }
  }
  return rest.slice(data.length);
}

/** Berlekamp-Massey: the shortest polynomial (lowest power first) whose roots locate the errors. */
function locator(syndromes: number[]): number[] {
  let current = [1];
  let previous = [1];
  let length = 0;
  let gap = 1;
  let scale = 1;
  for (let n = 0; n < syndromes.length; n += 1) {
    let discrepancy = at(syndromes, n);
    for (let i = 1; i <= length; i += 1) discrepancy ^= times(at(current, i), at(syndromes, n - i));
    if (discrepancy === 0) {
      gap += 1;
      continue;
    }
    const factor = over(discrepancy, scale);
    const width = Math.max(current.length, previous.length + gap);
    const next = Array.from(
      { length: width },
      (_, i) => at(current, i) ^ times(factor, i < gap ? 0 : at(previous, i - gap)),
    );
    if (2 * length <= n) {
      previous = current;
      length = n + 1 - length;
      scale = discrepancy;
      gap = 1;
    } else gap += 1;
    current = next;
  }
  return current.slice(0, length + 1);
}

const valueAt = (polynomial: number[], x: number) =>
  polynomial.reduceRight((sum, coefficient) => times(sum, x) ^ coefficient, 0);

/** The word with up to half of `parity` wrong bytes mended, or undefined when there are more. */
export function correct(word: Uint8Array, parity: number): Uint8Array | undefined {
  const size = word.length;
  const syndromesOf = (bytes: Uint8Array) =>
    Array.from({ length: parity }, (_, root) =>
      bytes.reduce((sum, byte) => times(sum, power(root)) ^ byte, 0),
    );
  const syndromes = syndromesOf(word);
  if (syndromes.every((value) => value === 0)) return word;
  const errors = locator(syndromes);
  const places = Array.from({ length: size }, (_, place) => place).filter(
    (place) => valueAt(errors, power(-(size - 1 - place))) === 0,
  );
  if (places.length !== errors.length - 1 || places.length > parity / 2) return undefined;
  const evaluator = syndromes.map((_, index) =>
    errors
      .slice(0, index + 1)
      .reduce((sum, coefficient, i) => sum ^ times(coefficient, at(syndromes, index - i)), 0),
  );
  const slope = errors.map((coefficient, index) => (index % 2 === 1 ? coefficient : 0)).slice(1);
  const mended = word.slice();
  for (const place of places) {
    const x = size - 1 - place;
    const magnitude = times(power(x), over(valueAt(evaluator, power(-x)), valueAt(slope, power(-x))));
    mended[place] = at(mended, place) ^ magnitude;
  }
  return syndromesOf(mended).every((value) => value === 0) ? mended : undefined;
}
