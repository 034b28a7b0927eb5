import { wordsHook } from '../../lib/i18n/words.ts';

/** What the server says of a row that it leaves out, as a pattern, and the same in Korean; $1 is what the pattern found. */
const inKorean: readonly (readonly [RegExp, string])[] = [
  [/^there is no header that names a question and its key$/, '문제와 정답 열의 제목을 찾지 못했습니다'],
  [/^this question is there already$/, '이미 있는 문제입니다'],
  [/^the XML is broken$/, 'XML이 깨져 있습니다'],
  [/^this is no item$/, '문항이 아닙니다'],
  [/^there is nothing to answer$/, '답할 것이 없습니다'],
  [/^it has more than one answer to give$/, '한 문항에 답이 여럿입니다'],
  [/^(?:it has no key|a question needs a key|it has no answer)$/, '정답이 없습니다'],
  [/^its key names a choice that is not there$/, '정답이 보기에 없습니다'],
  [/^there is no choice (.+)$/, '보기에 없는 정답입니다: $1'],
  [/^(?:a question needs a text|it is empty)$/, '문제 글이 없습니다'],
  [/^there is nothing to choose from$/, '보기가 둘보다 적습니다'],
  [/^two choices have the same id$/, '번호가 같은 보기가 있습니다'],
  [/^exactly one is accepted$/, '정답은 하나여야 합니다'],
  [/^(\w+) has no choices$/, '이 유형에는 보기가 없습니다'],
  [/^the file is not there$/, '파일이 없습니다'],
  [/^it is too long$/, '너무 깁니다'],
  [/^the picture (.+) is not there$/, '없는 그림입니다: $1'],
  [/^<(.+)> cannot be shown here$/, '여기에서 보여 줄 수 없는 요소입니다: <$1>'],
  [/^it has a table within a table$/, '표 안에 표가 있습니다'],
  [/^it has a table whose cells go over too many places$/, '표에서 합친 칸이 너무 큽니다'],
  [/^(.+) is not supported$/, '$1 유형은 지원하지 않습니다'],
  [/^it has no gap$/, '빈칸이 없습니다'],
  [/^gap (\d+) has several answers to give$/, '빈칸 $1에 답이 여럿입니다'],
  [/^its answer is too long to be typed$/, '답이 길어서 쓸 수 없습니다'],
  [/^its answer is a picture, which nobody can type$/, '답이 그림입니다'],
];

function korean(message: string): string {
  const [, file = '', said = message] = /^(\S+\.xml: )(.*)$/.exec(message) ?? [];
  const found = inKorean.find(([pattern]) => pattern.test(said));
  return file + (found ? said.replace(...found) : said);
}

const ko = { why: korean };
const en: typeof ko = { why: (message) => message };

export const useSkippedWords = wordsHook({ ko, en });
