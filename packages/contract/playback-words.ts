import type { PlaybackEventType, ViolationReason } from './playback-events.ts';

type Named = {
  types: Record<PlaybackEventType, string>;
  reasons: Record<ViolationReason, string>;
};

/** What players report and what it breaks, as screens and spreadsheets for people say it. */
export const playbackWords: Record<'ko' | 'en', Named> = {
  ko: {
    types: {
      VISIBILITY_HIDDEN: '화면을 가림',
      VISIBILITY_VISIBLE: '화면으로 돌아옴',
      FOCUS_LOST: '다른 창을 봄',
      FOCUS_GAINED: '창으로 돌아옴',
      SEEK_ATTEMPT: '위치 이동 시도',
      SPEED_CHANGE_ATTEMPT: '배속 변경 시도',
      FULLSCREEN_ENTER: '전체 화면 시작',
      FULLSCREEN_EXIT: '전체 화면 끝',
      PLAYER_ERROR: '재생 오류',
      WATERMARK_REMOVED: '워터마크 제거',
      REPLAYED: '본 곳을 다시 봄',
    },
    reasons: {
      seek_blocked: '이동할 수 없는 영상에서 이동',
      seek_bounded_forward: '보지 않은 곳으로 건너뜀',
      speed_blocked: '배속을 바꿀 수 없는 영상에서 배속 변경',
      speed_exceeded: '허용보다 빠른 배속',
    },
  },
  en: {
    types: {
      VISIBILITY_HIDDEN: 'Page hidden',
      VISIBILITY_VISIBLE: 'Page seen again',
      FOCUS_LOST: 'Another window',
      FOCUS_GAINED: 'Back in the window',
      SEEK_ATTEMPT: 'Tried to move',
      SPEED_CHANGE_ATTEMPT: 'Tried another speed',
      FULLSCREEN_ENTER: 'Full screen on',
      FULLSCREEN_EXIT: 'Full screen off',
      PLAYER_ERROR: 'Player error',
      WATERMARK_REMOVED: 'Watermark removed',
      REPLAYED: 'Watched a part again',
    },
    reasons: {
      seek_blocked: 'Moved in a video that allows no moving',
      seek_bounded_forward: 'Skipped to what was not watched',
      speed_blocked: 'Changed a speed that is fixed',
      speed_exceeded: 'Faster than allowed',
    },
  },
};
