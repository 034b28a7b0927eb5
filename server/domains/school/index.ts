export {
  listOwnEnrollmentIds,
  listOwnStudentIds,
  listVisibleLectures,
  ownStudents,
  visibleLectures,
} from './access.queries.ts';
export {
  isStaff,
  mustSeeEnrollment,
  mustSeeOwnClassSession,
  mustTeachClassSession,
  mustTeachLecture,
  ownEnrollments,
  type SeenLecture,
} from './access.ts';
export { type AttendanceStory, familyContact, findStory } from './attendance.queries.ts';
export { newsOf, tellingOf } from './attendance.rules.ts';
export { type Many, markAttendance, markMany } from './attendance.ts';
export { addClassSession, changeClassSession, deleteClassSession } from './class-sessions.ts';
export { changeEnrollment, enrollMany, openSessions } from './enrollments.ts';
export { attendanceChanged, enrollmentChanged, lectureChanged, sessionChanged } from './events.ts';
export { csvLine } from './export.rules.ts';
export { createLecture, putAway } from './lectures.ts';
export { chosenOf } from './settings.rules.ts';
export { readSpreadsheet } from './spreadsheet.ts';
export { createStudent, deleteStudent } from './students.ts';
