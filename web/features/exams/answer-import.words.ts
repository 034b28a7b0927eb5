import type { AnswerImportPreview, GridFault } from '@seodang/contract/answer-imports.ts';
import { plural, wordsHook } from '../../lib/i18n/words.ts';

type Obstacle = NonNullable<AnswerImportPreview['obstacle']>;
const list = (questions: readonly number[]) =>
  questions.length > 10 ? `${questions.slice(0, 10).join(', ')} …` : questions.join(', ');

const ko = {
  title: '파일로 넣기',
  label: '답안 파일',
  hint: '학생이 줄, 문항이 칸인 표입니다 (CSV, 엑셀). 칸에는 O/X, 1/0, 또는 고른 답. 결과 내려받기의 파일도 됩니다.',
  paste: '또는 표를 복사해 붙여 넣기',
  pasteHint: '엑셀에서 이름과 문항 번호가 있는 줄까지 함께 복사하세요.',
  look: '미리보기',
  found: (ready: number, faults: number) =>
    faults === 0 ? `${ready}명의 답을 읽었습니다` : `${ready}명의 답을 읽었고, ${faults}줄은 빠집니다`,
  nobody: '넣을 수 있는 줄이 없습니다',
  cells: '칸의 뜻',
  cellKinds: { marks: 'O/X (1/0)', answers: '고른 답' },
  columns: { row: '줄', student: '학생', right: '맞음', blank: '무응답', outcome: '' },
  ready: '넣습니다',
  replaces: '전에 낸 답안 대신',
  absent: '결시 · 넣지 않음',
  faults: {
    unknown_student: '명단에 없는 학생',
    several_students: '같은 이름이 여럿 · 출결 번호가 필요합니다',
    name_differs: '출결 번호와 이름이 다른 학생',
    twice_in_file: '파일에 두 번 있음',
    bad_cell: '답이 아닌 칸',
  } satisfies Record<GridFault, string>,
  obstacles: {
    no_header: () => '제목 줄을 찾지 못했습니다. 이름(또는 출결 번호)과 문항 번호가 있는 줄이 필요합니다.',
    missing_questions: (questions) => `이 시험의 문항이 파일에 없습니다: ${list(questions)}`,
    unknown_questions: (questions) => `이 시험에 없는 문항이 파일에 있습니다: ${list(questions)}`,
    repeated_questions: (questions) => `파일에 두 번 있는 문항: ${list(questions)}`,
  } satisfies Record<Obstacle, (questions: readonly number[]) => string>,
  another: '다른 파일',
  use: (count: number) => `${count}명 넣기`,
  done: (count: number) => `${count}명의 답을 넣었습니다. 곧 채점합니다.`,
};

const en: typeof ko = {
  title: 'From a file',
  label: 'File of answers',
  hint: 'A table of students by questions (CSV, Excel). Cells hold O/X, 1/0, or what was chosen. A file downloaded from the results will do.',
  paste: 'Or paste a table',
  pasteHint: 'Copy it from a spreadsheet together with the line of names and question numbers.',
  look: 'Preview',
  found: (ready, faults) =>
    faults === 0
      ? `Answers of ${plural(ready, 'student', 'students')}`
      : `Answers of ${plural(ready, 'student', 'students')}; ${plural(faults, 'line', 'lines')} left out`,
  nobody: 'No line can be taken in',
  cells: 'What the cells are',
  cellKinds: { marks: 'O/X (1/0)', answers: 'Answers' },
  columns: { row: 'Line', student: 'Student', right: 'Right', blank: 'Blank', outcome: '' },
  ready: 'taken in',
  replaces: 'in place of what was handed in',
  absent: 'absent, left out',
  faults: {
    unknown_student: 'not on the class list',
    several_students: 'several of that name; their number is needed',
    name_differs: 'number and name are of two students',
    twice_in_file: 'twice in the file',
    bad_cell: 'no answer',
  },
  obstacles: {
    no_header: () =>
      'No header: a line with the name (or number) and the numbers of the questions is needed.',
    missing_questions: (questions) => `Questions of this exam that the file leaves out: ${list(questions)}`,
    unknown_questions: (questions) => `Questions that are not on this exam: ${list(questions)}`,
    repeated_questions: (questions) => `Questions that are there twice: ${list(questions)}`,
  },
  another: 'Another file',
  use: (count) => `Take in ${plural(count, 'student', 'students')}`,
  done: (count) => `Answers of ${plural(count, 'student', 'students')} are in and will be graded`,
};

export const useAnswerImportWords = wordsHook({ ko, en });
