import { wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  none: '삭제한 영상이 없습니다',
  hint: '삭제한 영상은 파일이 지워질 때까지 여기에서 되살릴 수 있습니다. 시청 기록은 그 뒤에도 남습니다.',
  at: (when: string) => `${when} 삭제`,
  restore: '되살리기',
  restored: (title: string) => `‘${title}’ 영상을 되살렸습니다`,
  filesGone: '파일이 지워져 되살릴 수 없습니다. 시청 기록은 남아 있습니다.',
};

const en: typeof ko = {
  none: 'No deleted videos',
  hint: 'A deleted video can be restored here until its files are removed. What was watched stays on record.',
  at: (when) => `deleted ${when}`,
  restore: 'Restore',
  restored: (title) => `“${title}” was restored`,
  filesGone: 'Its files are gone, so it cannot be restored. What was watched stays on record.',
};

export const useRemovedWords = wordsHook({ ko, en });
