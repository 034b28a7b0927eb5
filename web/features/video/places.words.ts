import { wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  search: '영상 찾기',
  noneFound: '찾는 영상이 없습니다',
  findStudent: '학생 찾기',
  noStudentFound: '찾는 학생이 없습니다',
  session: '차시',
  moveHint: '옮긴 차시를 듣는 학생이 보게 됩니다. 지금까지 본 기록은 그대로 남습니다.',
};

const en: typeof ko = {
  search: 'Find a video',
  noneFound: 'No video is called that',
  findStudent: 'Find a student',
  noStudentFound: 'No student is called that',
  session: 'Session',
  moveHint: 'Those who take that session will see it. What was watched stays on record.',
};

/** Words for finding one video or student among many, and for moving a video. */
export const usePlaceWords = wordsHook({ ko, en });
