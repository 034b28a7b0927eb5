import { plural, wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  title: '시간 고르기',
  none: '지금 예약할 수 있는 시간이 없습니다.',
  noneHint: '새 시간이 열리면 여기에 나타납니다.',
  left: (count: number) => `남은 자리 ${count}`,
  fullNow: '방금 마지막 자리가 찼습니다. 다음 시간은 어떠세요?',
  done: '예약했습니다.',
  cancelled: '예약을 취소했습니다.',
};

const en: typeof ko = {
  title: 'Choose a time',
  none: 'There is no time to book now.',
  noneHint: 'New times appear here.',
  left: (count) => `${plural(count, 'seat', 'seats')} left`,
  fullNow: 'The last seat was just taken. How about the next time?',
  done: 'Booked.',
  cancelled: 'The booking is cancelled.',
};

export const useBookingWords = wordsHook({ ko, en });
