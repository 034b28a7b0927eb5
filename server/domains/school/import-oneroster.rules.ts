import type { Line } from './sheet.rules.ts';

/** Our own headers, so that a OneRoster file goes the way of every other class list. */
const titles = ['이름', '휴대폰', '보호자 연락처', '보호자 이름', '학년'];

type User = {
  row: number;
  id: string;
  name: string;
  phone: string;
  grade: string;
  role: string;
  agents: string[];
};

/**
 * The users.csv of OneRoster 1.1 and 1.2 as a class list: guardians are found by agentSourcedIds and stand in the lines
 * of their children; `others` are the lines of people who are no students. Undefined when it is no such file.
 * https://www.imsglobal.org/sites/default/files/spec/oneroster/v1p2/rostering/csvbind/OneRosterv1p2RosteringService_CSVBindv1p0.html
 */
export function fromOneRoster(lines: readonly Line[]): { lines: Line[]; others: number[] } | undefined {
  const [head, ...rest] = lines;
  const columns = new Map(head?.cells.map((cell, at) => [cell.toLowerCase(), at]));
  if (!head || !['sourcedid', 'givenname', 'familyname'].every((name) => columns.has(name))) return undefined;
  const users = rest.map((line) =>
    toUser(line, (name) => line.cells[columns.get(name.toLowerCase()) ?? -1] ?? ''),
  );
  const byId = new Map(users.map((user) => [user.id, user]));
  const guardians = new Set(users.flatMap(({ agents }) => agents));
  const tellsGrades = users.some(({ grade }) => grade !== '');
  const isStudent = ({ id, role, grade }: User) =>
    role === '' ? !guardians.has(id) && (grade !== '' || !tellsGrades) : role === 'student';
  const students = users.map((user) => {
    const agent = user.agents.map((id) => byId.get(id)).find((found) => found !== undefined);
    return {
      row: user.row,
      cells: [user.name, user.phone, agent?.phone ?? '', agent?.name ?? '', user.grade],
    };
  });
  return {
    lines: [{ row: head.row, cells: titles }, ...students],
    others: users.filter((user) => !isStudent(user)).map(({ row }) => row),
  };
}

function toUser({ row }: Line, cell: (name: string) => string): User {
  const [family, given] = [cell('familyName'), cell('givenName')];
  const isHangul = /^[가-힣]+$/.test(family + given);
  return {
    row,
    id: cell('sourcedId'),
    name: isHangul ? `${family}${given}` : `${given} ${family}`.trim(),
    phone: cell('sms') || cell('phone'),
    grade: koreanGrade(cell('grades').split(',')[0] ?? ''),
    role: cell('status').toLowerCase() === 'tobedeleted' ? 'gone' : cell('role').toLowerCase(),
    agents: cell('agentSourcedIds')
      .split(',')
      .map((id) => id.trim())
      .filter(Boolean),
  };
}

/** CEDS grade levels count twelve years through: 07 is 중1, 10 is 고1. */
function koreanGrade(code: string): string {
  const year = /^\d{1,2}$/.test(code.trim()) ? Number(code) : 0;
  if (year < 1 || year > 12) return code.trim();
  if (year <= 6) return `초${year}`;
  return year <= 9 ? `중${year - 6}` : `고${year - 9}`;
}
