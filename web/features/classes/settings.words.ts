import { plural, wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  details: '강의 정보',
  detailsLead: '이름과 시간, 강의실, 담당 강사를 고칩니다.',
  scheduleHint:
    '시간표에 보이는 요일과 시간입니다. 이미 만든 차시의 날짜는 그대로이며, 차시 탭에서 고칩니다.',
  staff: '함께 일하는 사람',
  staffLead: '담당 강사 말고도 이 강의를 보고 출석과 영상을 다룰 수 있는 사람입니다.',
  noStaff: '아직 배정한 사람이 없습니다.',
  nobodyElse: '더 배정할 강사나 조교가 없습니다.',
  add: '강사·조교 추가',
  choose: '사람을 고르세요',
  assign: '배정',
  remove: '빼기',
  removeOf: (name: string) => `${name} 빼기`,
  added: (name: string) => `${name} 님을 배정했습니다`,
  removed: (name: string) => `${name} 님을 뺐습니다. 이제 이 강의를 볼 수 없습니다.`,
  deleteLecture: '강의 삭제',
  deleteLead: '차시와 수강생, 영상, 출석이 모두 함께 사라집니다. 지운 뒤 1분 동안 되돌릴 수 있습니다.',
  deleteTitle: (title: string) => `‘${title}’ 강의를 지울까요?`,
  deleteLoses: (people: number, sessions: number, watching: number | undefined) => [
    `차시 ${sessions}개와 그 영상`,
    `수강생 ${people}명의 수강, 출석, 진도`,
    ...(watching === 0
      ? []
      : [`지금 영상을 보고 있는 학생${watching === undefined ? '' : ` ${watching}명`}의 재생`]),
  ],
  deletedLecture: (title: string) => `‘${title}’ 강의를 지웠습니다`,
};

const en: typeof ko = {
  details: 'About the lecture',
  detailsLead: 'Its name, times, room and teacher.',
  scheduleHint:
    'The days and times that people read. Dates of sessions that exist stay; edit them under Sessions.',
  staff: 'Who works here',
  staffLead: 'Besides the teacher, these people see the lecture and look after attendance and videos.',
  noStaff: 'Nobody is assigned yet.',
  nobodyElse: 'There is no other teacher or assistant to assign.',
  add: 'Add a teacher or assistant',
  choose: 'Choose somebody',
  assign: 'Assign',
  remove: 'Remove',
  removeOf: (name) => `Remove ${name}`,
  added: (name) => `${name} was assigned`,
  removed: (name) => `${name} was removed and no longer sees this lecture`,
  deleteLecture: 'Delete lecture',
  deleteLead: 'Its sessions, students, videos and attendance go with it. For a minute you can undo it.',
  deleteTitle: (title) => `Delete “${title}”?`,
  deleteLoses: (people, sessions, watching) => [
    `${plural(sessions, 'session', 'sessions')} with their videos`,
    `Enrolment, attendance and progress of ${plural(people, 'student', 'students')}`,
    ...(watching === 0
      ? []
      : [
          `The playback of ${watching === undefined ? 'students' : plural(watching, 'student', 'students')} who watch now`,
        ]),
  ],
  deletedLecture: (title) => `“${title}” deleted`,
};

export const useLectureSettingsWords = wordsHook({ ko, en });
