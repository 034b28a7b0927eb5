const ko = {
  title: (name: string) => `${name} 오답 노트`,
  count: (count: number) => `${count}문제`,
  answers: '정답과 해설',
  given: (answer: string) => `내 답: ${answer}`,
  nothing: '답하지 않음',
  or: ' 또는 ',
  picture: (alt: string) => (alt === '' ? '[그림]' : `[그림: ${alt}]`),
};

const en: typeof ko = {
  title: (name) => `Wrong answers of ${name}`,
  count: (count) => (count === 1 ? '1 question' : `${count} questions`),
  answers: 'Answers',
  given: (answer) => `Your answer: ${answer}`,
  nothing: 'none',
  or: ' or ',
  picture: (alt) => (alt === '' ? '[picture]' : `[picture: ${alt}]`),
};

/** What the printed wrong-answer note says, in the language of the academy. */
export const notesWords = (locale: string) => (locale === 'en' ? en : ko);
