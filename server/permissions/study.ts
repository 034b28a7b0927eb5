import { staffRoles } from '@seodang/contract/identity.ts';
import type { Permissions } from '#core/permission.ts';

const managers = ['owner', 'admin'] as const;
const student = ['student'] as const;
/** Staff change the topics of their lectures, students their own. */
const learners = [...staffRoles, 'student'] as const;

/** The part of the table of permissions that is about studying. */
export const studyPermissions: Permissions['rules'] = {
  listStudyTopics: learners,
  createStudyTopic: learners,
  changeStudyTopic: learners,
  deleteStudyTopic: learners,
  restoreStudyTopic: learners,
  listStudyQuestions: learners,
  getStudyQuestion: learners,
  createStudyQuestion: learners,
  changeStudyQuestion: learners,
  deleteStudyQuestion: learners,
  importStudyQuestions: learners,
  addStudyImage: learners,
  listStudyImages: learners,
  listQuizzes: student,
  startQuiz: student,
  getQuiz: student,
  answerQuiz: student,
  undoQuizAnswer: student,
  finishQuiz: student,
  abandonQuiz: student,
  studyToday: student,
  studyWeak: student,
  studyNotes: student,
  studyNotesPdf: student,
  exportStudy: student,
  studyState: student,
  studyPack: student,
  studyPackVersions: student,
  shareStudyRound: student,
  joinStudyRound: student,
  classStudy: staffRoles,
  listStudyFits: managers,
  fitStudy: managers,
  revertStudyFit: managers,
  ingestAttempts: 'anyone',
  syncAttempts: student,
  listStudyDevices: student,
  createStudyDevice: student,
  revokeStudyDevice: student,
};
