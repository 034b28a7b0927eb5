import { plural, wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  title: '로그인 안내문',
  lead: '학생과 보호자에게 나눠 줄 아이디와 임시 비밀번호입니다. 임시 비밀번호는 지금 한 번만 보이고, 처음 로그인할 때 바꾸게 됩니다.',
  whom: (count: number) => `학생 ${count}명과 보호자의 안내문을 만듭니다.`,
  limit: (shown: number, count: number) =>
    `한 번에 ${shown}명까지 만듭니다. 조건에 맞는 학생은 ${count}명입니다. 강의나 학년으로 좁혀 주세요.`,
  warning: '이미 나눠 준 임시 비밀번호는 새것으로 바뀝니다. 본인이 정한 비밀번호는 그대로 둡니다.',
  reset: '본인이 정한 비밀번호도 새로 발급',
  issue: '임시 비밀번호 발급',
  print: '인쇄',
  academy: '학원 코드',
  login: '아이디',
  password: '임시 비밀번호',
  address: '접속 주소',
  states: {
    issued: '',
    has_password: '본인이 정한 비밀번호를 씁니다',
    waits_for_consent: '보호자 동의 후 발급합니다',
  },
  parentOf: (names: string) => `${names} 보호자`,
  student: '학생',
  once: '이 화면을 벗어나면 임시 비밀번호를 다시 볼 수 없습니다. 지금 인쇄하거나 전달하세요.',
  nobody: '조건에 맞는 학생이 없습니다',
};

const en: typeof ko = {
  title: 'Sign-in sheets',
  lead: 'Login ids and temporary passwords to hand out to students and guardians. They are shown once, and must be changed at the first sign-in.',
  whom: (count) => `Sheets for ${plural(count, 'student', 'students')} and their guardians.`,
  limit: (shown, count) =>
    `At most ${shown} at once; ${count} students match. Narrow them down by lecture or grade.`,
  warning: 'Temporary passwords handed out before are replaced. Passwords that people chose themselves stay.',
  reset: 'Also replace passwords that people chose',
  issue: 'Issue temporary passwords',
  print: 'Print',
  academy: 'Academy code',
  login: 'Login id',
  password: 'Temporary password',
  address: 'Address',
  states: {
    issued: '',
    has_password: 'Uses an own password',
    waits_for_consent: 'After the guardian’s consent',
  },
  parentOf: (names) => `Guardian of ${names}`,
  student: 'Student',
  once: 'Once you leave this screen, the temporary passwords cannot be seen again. Print or pass them on now.',
  nobody: 'No student matches',
};

export const useAccountsWords = wordsHook({ ko, en });
