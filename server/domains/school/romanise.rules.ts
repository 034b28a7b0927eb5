const initials = [
  'g',
  'kk',
  'n',
  'd',
  'tt',
  'r',
  'm',
  'b',
  'pp',
  's',
  'ss',
  '',
  'j',
  'jj',
  'ch',
  'k',
  't',
  'p',
  'h',
];
const vowels = [
  ...['a', 'ae', 'ya', 'yae', 'eo', 'e', 'yeo', 'ye', 'o', 'wa', 'wae'],
  ...['oe', 'yo', 'u', 'wo', 'we', 'wi', 'yu', 'eu', 'ui', 'i'],
];
const finals = [
  ...['', 'k', 'k', 'k', 'n', 'n', 'n', 't', 'l', 'k', 'm', 'l', 'l', 'l'],
  ...['p', 'l', 'm', 'p', 'p', 't', 't', 'ng', 't', 't', 'k', 't', 'p', 't'],
];

/** How people of these surnames write them; the rule would give Gim, I, Bak, Choe … that nobody uses. */
const surnames: Readonly<Record<string, string>> = {
  김: 'kim',
  이: 'lee',
  박: 'park',
  최: 'choi',
  정: 'jung',
  강: 'kang',
  조: 'cho',
  윤: 'yoon',
  장: 'jang',
  임: 'lim',
  한: 'han',
  오: 'oh',
  서: 'seo',
  신: 'shin',
  권: 'kwon',
  황: 'hwang',
  안: 'ahn',
  송: 'song',
  류: 'ryu',
  유: 'yoo',
  홍: 'hong',
  전: 'jeon',
  고: 'ko',
  문: 'moon',
  양: 'yang',
  손: 'son',
  배: 'bae',
  백: 'baek',
  허: 'heo',
  노: 'noh',
  심: 'shim',
  구: 'koo',
  우: 'woo',
  주: 'joo',
  남궁: 'namgung',
  황보: 'hwangbo',
  선우: 'sunwoo',
  제갈: 'jegal',
};

/** The surname at the start of a Korean name in Latin letters, and how many syllables of the name it takes. */
export function surnameOf(name: string): { latin: string; length: number } {
  const length = surnames[name.slice(0, 2)] && name.length > 2 ? 2 : 1;
  const latin = surnames[name.slice(0, length)];
  return latin && name.length > length ? { latin, length } : { latin: '', length: 0 };
}

/** Hangul syllables by the Revised Romanisation, syllable by syllable; everything else stays as it is. */
export function romanise(text: string): string {
  return text.replace(/[가-힣]/g, (syllable) => {
    const code = syllable.charCodeAt(0) - 0xac00;
    const [initial, vowel, final] = [Math.floor(code / 588), Math.floor((code % 588) / 28), code % 28];
    return `${initials[initial]}${vowels[vowel]}${finals[final]}`;
  });
}
