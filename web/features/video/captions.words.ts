import { plural, wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  title: '자막',
  lead: 'SRT나 WebVTT 파일을 언어별로 올리면 학생이 켜고 끌 수 있습니다.',
  none: '아직 자막이 없습니다',
  language: '언어',
  languages: { ko: '한국어', en: '영어', ja: '일본어', zh: '중국어', vi: '베트남어' } as Record<
    string,
    string
  >,
  label: '이름',
  labelHint: '학생이 고를 때 보는 이름',
  add: '자막 올리기',
  added: (label: string) => `‘${label}’ 자막을 올렸습니다`,
  replace: '파일 교체',
  replaced: (label: string) => `‘${label}’ 자막을 교체했습니다`,
  look: '미리 보기',
  remove: '삭제',
  removeTitle: (label: string) => `‘${label}’ 자막을 삭제할까요?`,
  removeLoses: (count: number) => [`자막 ${count}줄`],
  removed: (label: string) => `‘${label}’ 자막을 삭제했습니다`,
  count: (count: number) => `${count}줄`,
  named: (action: string, label: string) => `${label} ${action}`,
  more: (count: number) => `외 ${count}줄`,
  faults: {
    not_text: '글자로 된 파일이 아닙니다. SRT나 WebVTT 파일을 올려 주세요.',
    no_cues: '자막이 한 줄도 없습니다.',
    times_missing: '시간이 있어야 할 곳에 없습니다. 예: 00:00:01,000 --> 00:00:03,000',
    times_wrong: '시간을 읽을 수 없습니다. 예: 00:00:01,000 --> 00:00:03,000',
    ends_before_it_begins: '끝나는 시간이 시작하는 시간보다 늦지 않습니다.',
    text_too_long: '한 번에 보여 줄 글이 너무 깁니다.',
    too_many: '자막이 너무 많습니다.',
    too_many_files: '영상 하나에 자막을 20개까지 올릴 수 있습니다.',
  } as Record<string, string>,
  atLine: (line: number, fault: string) => `${line}번째 줄: ${fault}`,
};

const en: typeof ko = {
  title: 'Captions',
  lead: 'Upload SRT or WebVTT files, one for each language; students turn them on and off.',
  none: 'No captions yet',
  language: 'Language',
  languages: { ko: 'Korean', en: 'English', ja: 'Japanese', zh: 'Chinese', vi: 'Vietnamese' },
  label: 'Name',
  labelHint: 'What students choose by',
  add: 'Upload captions',
  added: (label) => `Uploaded the captions “${label}”`,
  replace: 'Replace the file',
  replaced: (label) => `Replaced the captions “${label}”`,
  look: 'Preview',
  remove: 'Delete',
  removeTitle: (label) => `Delete the captions “${label}”?`,
  removeLoses: (count) => [plural(count, 'caption', 'captions')],
  removed: (label) => `Deleted the captions “${label}”`,
  count: (count) => plural(count, 'caption', 'captions'),
  named: (action, label) => `${action}: ${label}`,
  more: (count) => `and ${count} more`,
  faults: {
    not_text: 'This is not a text file. Please upload an SRT or WebVTT file.',
    no_cues: 'There is not a single caption in it.',
    times_missing: 'Here should be times, as in 00:00:01,000 --> 00:00:03,000.',
    times_wrong: 'These times cannot be read. They look like 00:00:01,000 --> 00:00:03,000.',
    ends_before_it_begins: 'The end is not after the beginning.',
    text_too_long: 'This is too much text for one caption.',
    too_many: 'These are too many captions.',
    too_many_files: 'A video takes up to 20 caption files.',
  },
  atLine: (line, fault) => `Line ${line}: ${fault}`,
};

export const useCaptionWords = wordsHook({ ko, en });
export type CaptionWords = typeof ko;
