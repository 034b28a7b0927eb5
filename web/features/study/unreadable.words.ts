import { ApiProblem } from '@seodang/contract/call.ts';
import { wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  damaged: '손상되어 열 수 없는 파일입니다. 다시 내보낸 파일을 넣어 주세요.',
  too_large: '풀면 너무 커지는 파일입니다. 나누어 넣어 주세요.',
  too_many_questions: '한 번에 넣을 수 있는 문제보다 많습니다. 나누어 넣어 주세요.',
  too_many_pictures: '한 번에 넣을 수 있는 그림보다 많습니다. 나누어 넣어 주세요.',
  no_questions: '이 파일에는 문제가 없습니다.',
  no_picture: '문제에 있는 그림 파일을 그림으로 읽을 수 없습니다.',
  unsafe_path: '안전하지 않은 이름의 파일이 들어 있어 열지 않았습니다.',
  too_slow: '파일을 여는 데 너무 오래 걸려 멈췄습니다. 나누어 넣어 주세요.',
  failed: '파일을 여는 중에 문제가 생겼습니다. 다시 내보내거나 나누어 넣어 주세요.',
};

const en: Record<keyof typeof ko, string> = {
  damaged: 'This file is damaged and cannot be opened. Export it once more.',
  too_large: 'Unpacked this file is too large. Divide it.',
  too_many_questions: 'There are more questions in it than one file may hold. Divide it.',
  too_many_pictures: 'There are more pictures in it than one file may hold. Divide it.',
  no_questions: 'There are no questions in this file.',
  no_picture: 'A picture of its questions cannot be read as a picture.',
  unsafe_path: 'It holds a file with an unsafe name and was not opened.',
  too_slow: 'Opening this file took too long and was stopped. Divide it.',
  failed: 'Opening this file failed. Export it once more, or divide it.',
};

const useReasons = wordsHook({ ko, en });

/** Why a file cannot be read as questions, where the server said more than that. */
export function useWhyUnreadable(): (error: unknown) => string | undefined {
  const reasons: Readonly<Record<string, string | undefined>> = useReasons();
  return (error) =>
    error instanceof ApiProblem && error.code === 'questions_unreadable'
      ? reasons[String(error.problem.reason)]
      : undefined;
}
