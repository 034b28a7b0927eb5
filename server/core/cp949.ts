/**
 * CP949 (Unified Hangul Code), in which Korean Excel saves CSV. Node's TextDecoder calls it euc-kr but reads only
 * KS X 1001: 8,822 of the 11,172 syllables, 똠 and 믜 among them, are missing. They stand in the code space left over,
 * in Unicode order. Throws TypeError for bytes that are not CP949.
 */
export function decodeCp949(bytes: Buffer): string {
  extensionTable ??= buildExtension();
  const extension = extensionTable;
  const standard = new TextDecoder('euc-kr', { fatal: true });
  let text = '';
  let from = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x81) continue;
    const syllable = extension.get((lead << 8) | (bytes[at + 1] ?? 0));
    if (syllable !== undefined) {
      text += standard.decode(bytes.subarray(from, at)) + syllable;
      from = at + 2;
    }
    at += 1;
  }
  return text + standard.decode(bytes.subarray(from));
}

let extensionTable: Map<number, string> | undefined;

function buildExtension(): Map<number, string> {
  const standard = new Set(standardSyllables());
  const rest = Array.from({ length: 11_172 }, (_, at) => String.fromCharCode(0xac00 + at)).filter(
    (syllable) => !standard.has(syllable),
  );
  return new Map(extensionCodes().map((code, at) => [code, rest[at] ?? '']));
}

function standardSyllables(): string {
  const pairs = range(0xb0, 0xc8).flatMap((lead) => range(0xa1, 0xfe).flatMap((trail) => [lead, trail]));
  return new TextDecoder('euc-kr').decode(Buffer.from(pairs));
}

/** Pairs whose trail byte no standard pair has, up to where the syllables end. */
function extensionCodes(): number[] {
  return range(0x81, 0xc6).flatMap((lead) => {
    const trails = [...range(0x41, 0x5a), ...range(0x61, 0x7a), ...range(0x81, lead < 0xa1 ? 0xfe : 0xa0)];
    return trails.map((trail) => (lead << 8) | trail).filter((code) => code <= 0xc652);
  });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}
