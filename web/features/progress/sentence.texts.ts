export const ko = {
  complete: '완료',
  incomplete: '미완료',
  notDue: '예정',
  overridden: '강사가 정함',
  there: '출석',
  video: (rate: number) => `영상 ${rate}%`,
  videoOf: (rate: number, required: number) => `영상 ${rate}% (기준 ${required}%)`,
  videoExcused: '영상 면제',
  exam: {
    not_due: '시험 예정',
    pending: '시험 결과 없음',
    passed: '시험 통과',
    failed: '시험 미통과',
    excused: '시험 면제',
  },
  homework: {
    not_due: '과제 예정',
    pending: '과제 검토 중',
    passed: '과제 통과',
    failed: '과제 미통과',
    excused: '과제 면제',
  },
  homeworkMissing: '과제 미제출',
};

export type SentenceTexts = typeof ko;

export const en: SentenceTexts = {
  complete: 'Complete',
  incomplete: 'Incomplete',
  notDue: 'Upcoming',
  overridden: 'set by the teacher',
  there: 'attended',
  video: (rate) => `video ${rate}%`,
  videoOf: (rate, required) => `video ${rate}% (${required}% needed)`,
  videoExcused: 'video excused',
  exam: {
    not_due: 'exam to come',
    pending: 'no exam result',
    passed: 'exam passed',
    failed: 'exam not passed',
    excused: 'exam excused',
  },
  homework: {
    not_due: 'homework to come',
    pending: 'homework in review',
    passed: 'homework passed',
    failed: 'homework not passed',
    excused: 'homework excused',
  },
  homeworkMissing: 'homework not handed in',
};
