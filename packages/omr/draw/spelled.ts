const consonants = 'ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ';
const placeOf = (mark: string, first: string) => mark.charCodeAt(0) - first.charCodeAt(0);

/** A text without the signs that the font of documents lacks, and would leave out: ① is (1), ㉠ is (ㄱ). */
export const spelled = (text: string): string =>
  text
    .replace(/[①-⑳]/g, (mark) => `(${placeOf(mark, '①') + 1})`)
    .replace(/[㉠-㉭]/g, (mark) => `(${consonants[placeOf(mark, '㉠')] ?? mark})`)
    .replaceAll('℃', '°C');
