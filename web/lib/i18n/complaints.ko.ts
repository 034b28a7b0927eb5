/** What the schemas of the contract say about a field, in Korean; the English is theirs. */
const sentences: [RegExp, (found: string) => string][] = [
  [/received undefined/, () => '입력해 주세요'],
  [/expected string to have >=1 char/, () => '입력해 주세요'],
  [/expected string to have >=(\d+) char/, (count) => `${count}자 이상 입력해 주세요`],
  [/expected string to have <=(\d+) char/, (count) => `${count}자까지 쓸 수 있습니다`],
  [/expected \w+ to have >=(\d+) items/, (count) => `${count}개 이상 골라 주세요`],
  [/expected \w+ to have <=(\d+) items/, (count) => `${count}개까지 고를 수 있습니다`],
  [/expected \w+ to be >0/, () => '0보다 커야 합니다'],
  [/expected \w+ to be >=(-?[\d.]+)/, (limit) => `${limit} 이상이어야 합니다`],
  [/expected \w+ to be <=(-?[\d.]+)/, (limit) => `${limit} 이하여야 합니다`],
  [/expected (?:number|int)/, () => '숫자를 입력해 주세요'],
  [/Invalid email/i, () => '이메일 주소가 아닙니다'],
  [/Invalid ISO date|Invalid date/i, () => '날짜를 확인해 주세요'],
  [/Invalid URL/i, () => '주소를 확인해 주세요'],
  [/not a phone number/, () => '전화번호가 아닙니다'],
  [/must not contain spaces/, () => '빈칸 없이 입력해 주세요'],
  [/3 to 40 of a-z/, () => '영문 소문자, 숫자, 하이픈으로 3자에서 40자까지 쓸 수 있습니다'],
  [/^Invalid option|Invalid input/, () => '고를 수 없는 값입니다'],
];

/** The Korean of a complaint; undefined when it is not known. */
export function complaintInKorean(message: string): string | undefined {
  for (const [pattern, sentence] of sentences) {
    const found = pattern.exec(message);
    if (found) return sentence(found[1] ?? '');
  }
  return undefined;
}
