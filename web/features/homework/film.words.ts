import { wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  label: '과제 영상',
  waiting: '영상을 재생할 수 있게 준비하고 있습니다. 몇 분 안에 나타납니다.',
  refused: '이 영상은 재생할 수 없습니다. 다시 찍어 제출해 주세요.',
  ourFault:
    '영상은 잘 도착했지만 서버에서 준비하지 못했습니다. 다시 제출하지 않아도 됩니다. 일주일 동안 매일 다시 시도합니다.',
  reasons: {
    source_too_long: '영상이 10분보다 깁니다. 짧게 나누어 다시 제출해 주세요.',
    source_truncated: '영상 파일이 끝까지 오지 않았거나 손상되었습니다. 다시 제출해 주세요.',
    source_not_a_video: '영상 파일이 아닙니다. 다시 제출해 주세요.',
    source_audio_only: '소리만 있고 화면이 없습니다. 다시 찍어 제출해 주세요.',
    source_empty: '빈 파일입니다. 다시 제출해 주세요.',
    source_unreadable: '영상을 읽을 수 없습니다. MP4나 MOV로 다시 찍어 제출해 주세요.',
    source_too_large: '영상의 화면이 너무 큽니다. 해상도를 4K 이하로 낮추어 다시 찍어 주세요.',
    cancelled: '영상을 준비하는 일이 중단되었습니다. 선생님께 말씀해 주세요.',
  } as Record<string, string | undefined>,
  original: '보낸 영상 파일 내려받기',
  sheet: '영상의 주요 장면',
  goTo: (at: string) => `${at}로 가기`,
  length: (clock: string) => `길이 ${clock}`,
  sound: (silent: number) => (silent > 0 ? `소리 있음, 조용한 시간 ${silent}초` : '소리 있음'),
  silent: '소리 없음',
  parts: '살펴볼 구간',
  black: '검은 화면',
  still: '멈춘 화면',
  remarks: '영상에 남긴 말',
  remark: '이 순간에 한마디',
  addRemark: (at: string) => `${at}에 남기기`,
  removeRemark: (at: string) => `${at}에 남긴 말 지우기`,
};

const en: typeof ko = {
  label: 'Video of the homework',
  waiting: 'The video is being made ready to play. It appears within minutes.',
  refused: 'This video cannot be played. Please film it again and hand it in.',
  ourFault:
    'The video arrived, but the server could not make it ready. It need not be handed in again: it is tried again each day for a week.',
  reasons: {
    source_too_long: 'The video is longer than 10 minutes. Please hand in shorter ones.',
    source_truncated: 'The video did not arrive whole or is damaged. Please hand it in again.',
    source_not_a_video: 'This file is no video. Please hand it in again.',
    source_audio_only: 'There is sound but no picture. Please film it again.',
    source_empty: 'The file is empty. Please hand it in again.',
    source_unreadable: 'The video cannot be read. Please film it again as MP4 or MOV.',
    source_too_large: 'The picture of the video is too large. Please film in 4K or less.',
    cancelled: 'Making the video ready was stopped. Please tell your teacher.',
  },
  original: 'Download the video as it was sent',
  sheet: 'Scenes of the video',
  goTo: (at) => `Go to ${at}`,
  length: (clock) => `Length ${clock}`,
  sound: (silent) => (silent > 0 ? `With sound, silent for ${silent} s` : 'With sound'),
  silent: 'No sound',
  parts: 'Parts to look at',
  black: 'Black',
  still: 'Still',
  remarks: 'Said to the video',
  remark: 'A word to this moment',
  addRemark: (at) => `Add at ${at}`,
  removeRemark: (at) => `Remove what was said at ${at}`,
};

export const useFilmWords = wordsHook({ ko, en });
