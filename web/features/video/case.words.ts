import type { ViolationReason } from '@seodang/contract/playback-events.ts';
import { plural, wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  reasons: {
    seek_bounded_forward: '아직 보지 않은 부분으로 건너뛰려고 했습니다.',
    seek_blocked: '위치를 옮길 수 없는 영상에서 위치를 옮기려고 했습니다.',
    speed_exceeded: '허용된 속도보다 빠르게 재생하려고 했습니다.',
    speed_blocked: '속도를 바꿀 수 없는 영상에서 속도를 바꾸려고 했습니다.',
  } satisfies Record<ViolationReason, string> as Record<ViolationReason, string>,
  unknown: '이 영상의 시청 규칙에 맞지 않는 조작이 있었습니다.',
  warned: {
    title: '시청 규칙 경고',
    next: '계속하면 재생이 멈추고, 그다음에는 시청이 중단됩니다.',
    dismiss: '알겠습니다',
  },
  paused: {
    title: '재생을 멈췄습니다',
    next: '한 번 더 그러면 이 영상의 시청이 중단됩니다.',
    goOn: '확인 후 계속',
  },
  restored: '워터마크를 되돌렸습니다. 지우거나 가린 일은 기록됩니다.',
  panel: {
    revoked: '시청이 중단되었습니다',
    open: '시청 규칙 알림',
    count: (count: number) => `위반 ${count}번`,
    lead: '학원이 확인하면 다시 볼 수 있습니다. 사실과 다르면 이의를 제기해 주세요.',
    leadOpen: '사실과 다르면 이의를 제기할 수 있습니다.',
  },
  objection: {
    open: '이의 제기',
    label: '무슨 일이 있었나요?',
    hint: '예: 화면을 잘못 눌렀습니다. 선생님이 시청 기록과 함께 봅니다.',
    send: '이의 제기 보내기',
    cancel: '취소',
    missing: '내용을 적어 주세요.',
    sent: '보낸 이의 제기',
    waits: '학원이 확인하고 있습니다. 답이 오면 여기에 바로 나옵니다.',
    change: '고쳐 쓰기',
  },
  answer: {
    restored: '학원이 시청을 다시 열었습니다',
    dismissed: '학원이 확인했고, 문제가 없었습니다',
    from: '학원의 답',
    close: '닫기',
  },
  why: '이유 보기 · 이의 제기',
};

const en: typeof ko = {
  reasons: {
    seek_bounded_forward: 'You tried to skip ahead to a part that you have not watched yet.',
    seek_blocked: 'You tried to move around in a video in which that is not allowed.',
    speed_exceeded: 'You tried to play faster than allowed.',
    speed_blocked: 'You tried to change the speed of a video in which that is not allowed.',
  },
  unknown: 'Something was done that the rules of this video do not allow.',
  warned: {
    title: 'A warning about the rules',
    next: 'If it goes on, playing is paused, and after that the video is stopped for you.',
    dismiss: 'I understand',
  },
  paused: {
    title: 'Playing is paused',
    next: 'Once more, and this video is stopped for you.',
    goOn: 'Understood, continue',
  },
  restored: 'The watermark is back. Removing or hiding it is recorded.',
  panel: {
    revoked: 'This video was stopped for you',
    open: 'About the rules of this video',
    count: (count) => plural(count, 'violation', 'violations'),
    lead: 'You can watch on once your academy has looked at it. If this is not right, please object.',
    leadOpen: 'If this is not right, you can object.',
  },
  objection: {
    open: 'Object',
    label: 'What happened?',
    hint: 'For example: I touched the screen by mistake. Your teacher sees it beside the record.',
    send: 'Send the objection',
    cancel: 'Cancel',
    missing: 'Please write something.',
    sent: 'Your objection',
    waits: 'Your academy is looking at it. The answer appears here at once.',
    change: 'Rewrite it',
  },
  answer: {
    restored: 'Your academy has given the video back to you',
    dismissed: 'Your academy has looked at it, and all is well',
    from: 'Answer of your academy',
    close: 'Close',
  },
  why: 'See why, or object',
};

export const useCaseWords = wordsHook({ ko, en });
export type CaseWords = typeof ko;

/** Which rules were broken, each in a sentence. */
export function reasonsOf(words: CaseWords, reasons: readonly ViolationReason[]): string[] {
  return reasons.length === 0 ? [words.unknown] : reasons.map((reason) => words.reasons[reason]);
}
