import { wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  title: '원본',
  lead: '다른 파일로 바꿔도 새 영상이 다 만들어질 때까지 지금 영상이 그대로 재생됩니다.',
  replace: '원본 교체',
  confirm: (file: string) => `원본을 ‘${file}’ 파일로 교체할까요?`,
  loses: [
    '지금 원본 파일 (새 영상이 다 만들어지면 지워집니다)',
    '새 영상보다 뒤에 있는 시청 구간 (완료한 학생은 완료로 남습니다)',
  ],
  sending: (file: string) => `${file} 올리는 중`,
  checking: '파일을 확인하는 중입니다',
  waiting: (file: string) => `‘${file}’ 변환을 마치면 교체됩니다`,
  unfinished: (file: string) =>
    `‘${file}’ 올리기가 끝나지 않았습니다. 취소하거나 같은 파일로 다시 이어 올리세요.`,
  failed: (file: string) => `‘${file}’ 파일로 교체하지 못했습니다.`,
  cancel: '교체 취소',
  cancelTitle: '원본 교체를 취소할까요?',
  cancelLoses: (file: string) => [`올린 파일 ‘${file}’`],
  cancelled: '원본 교체를 취소했습니다',
};

const en: typeof ko = {
  title: 'Source',
  lead: 'With another file, the present video plays on until the new one is complete.',
  replace: 'Replace the source',
  confirm: (file) => `Replace the source by “${file}”?`,
  loses: [
    'The present source file (deleted once the new video is complete)',
    'What was watched beyond the end of the new video (who completed it stays so)',
  ],
  sending: (file) => `Uploading ${file}`,
  checking: 'Looking into the file',
  waiting: (file) => `“${file}” takes over when it has been processed`,
  unfinished: (file) => `The upload of “${file}” was not finished. Cancel it, or go on with the same file.`,
  failed: (file) => `“${file}” could not take over.`,
  cancel: 'Cancel the replacement',
  cancelTitle: 'Cancel the replacement?',
  cancelLoses: (file) => [`The uploaded file “${file}”`],
  cancelled: 'Cancelled the replacement',
};

export const useReplacementWords = wordsHook({ ko, en });
