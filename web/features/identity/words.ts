import { wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  signIn: '로그인',
  welcome: '다시 오신 것을 환영합니다',
  academy: '학원 코드',
  academyHint: '학원에서 알려 준 코드입니다. 예: haneul',
  login: '아이디 또는 휴대폰 번호',
  loginHint: '직원은 이메일로도 로그인할 수 있습니다.',
  password: '비밀번호',
  code: '인증 코드',
  codeTitle: '한 번 더 확인합니다',
  codeHint: {
    app: '인증 앱에 보이는 6자리 숫자를 입력하세요.',
    recovery:
      '인증 앱을 연결할 때 적어 둔 복구 코드 가운데 하나를 입력하세요. 한 번 쓴 코드는 다시 쓸 수 없습니다.',
  },
  codeWrong: {
    app: '코드가 맞지 않습니다. 앱에 보이는 새 코드를 입력해 주세요.',
    recovery: '복구 코드가 맞지 않거나 이미 쓴 코드입니다. 적어 둔 다른 코드를 입력해 주세요.',
  },
  recoveryCode: '복구 코드',
  instead: {
    app: '인증 앱의 코드로 로그인',
    recovery: '인증 앱을 쓸 수 없어요',
  },
  otherAccount: '다른 계정으로 로그인',
  waitFor: (seconds: number) =>
    seconds >= 60
      ? `${Math.floor(seconds / 60)}분 ${seconds % 60}초 뒤에 다시 시도할 수 있습니다`
      : `${seconds}초 뒤에 다시 시도할 수 있습니다`,
  ended: '로그인이 끝나서 다시 확인이 필요합니다.',
  left: '로그아웃했습니다.',
  forgot: '비밀번호를 잊었다면 학원에 임시 비밀번호를 요청하세요.',
  demo: '체험 계정으로 둘러보기',
  demoAs: (role: string, name: string) => `${role} ${name} 계정으로 로그인`,
  noAcademy: '학원이 아직 없나요?',
  haveAcademy: '이미 학원이 있나요?',
  open: '학원 만들기',
  openTitle: '학원을 만듭니다',
  openLead: '1분이면 됩니다. 나머지는 들어가서 정하세요.',
  academyName: '학원 이름',
  academyNameExample: '하늘수학학원',
  newCode: '학원 코드',
  newCodeHint: '학생과 학부모가 로그인할 때 씁니다. 영문 소문자와 숫자, 하이픈.',
  ownerName: '원장 이름',
  phone: '휴대폰 번호',
  phoneHint: '이 번호로 로그인합니다.',
  newPassword: '새 비밀번호',
  passwordHint: '8자 이상. 문장처럼 길수록 안전합니다.',
  passwordShort: '8자 이상 입력해 주세요',
  passwordSame: '지금 비밀번호와 다르게 정해 주세요',
  current: '지금 비밀번호',
  currentTemporary: '받은 임시 비밀번호',
  change: '비밀번호 변경',
  changeLead: '바꾸면 다른 기기에서는 다시 로그인해야 합니다.',
  temporaryTitle: '새 비밀번호를 정해 주세요',
  temporaryLead: '받은 비밀번호는 임시입니다. 나만 아는 비밀번호로 바꾸면 시작할 수 있습니다.',
  fill: '입력해 주세요',
  pitch: {
    title: '수업, 출석, 진도를\n한 장부에.',
    points: [
      '반 전체 출석을 몇 초 안에, 실수는 10분 안에 되돌리기',
      '올린 영상을 누가 실제로 얼마나 봤는지',
      '학생·학부모·강사가 같은 진도를 같은 말로',
    ],
  },
};
type IdentityWords = typeof ko;

const en: IdentityWords = {
  signIn: 'Sign in',
  welcome: 'Welcome back',
  academy: 'Academy code',
  academyHint: 'Your academy told you this code, for example haneul.',
  login: 'Login or mobile number',
  loginHint: 'Staff can also sign in by e-mail.',
  password: 'Password',
  code: 'Code',
  codeTitle: 'One more step',
  codeHint: {
    app: 'Enter the six digits that your authenticator app shows.',
    recovery:
      'Enter one of the recovery codes that you wrote down when you connected the app. Each works once.',
  },
  codeWrong: {
    app: 'The code is wrong. Enter the one that the app shows now.',
    recovery: 'The recovery code is wrong or was used before. Enter another one.',
  },
  recoveryCode: 'Recovery code',
  instead: {
    app: 'Use the code of the app',
    recovery: 'I cannot use the app',
  },
  otherAccount: 'Use another account',
  waitFor: (seconds) =>
    seconds >= 60
      ? `You can try again in ${Math.floor(seconds / 60)} min ${seconds % 60} s`
      : `You can try again in ${seconds} s`,
  ended: 'Your sign-in has ended. Please sign in again.',
  left: 'You are signed out.',
  forgot: 'Forgot your password? Ask your academy for a temporary one.',
  demo: 'Look around with a demo account',
  demoAs: (role, name) => `Sign in as ${role} ${name}`,
  noAcademy: 'No academy yet?',
  haveAcademy: 'Already have an academy?',
  open: 'Open an academy',
  openTitle: 'Open an academy',
  openLead: 'It takes a minute. Everything else can be set later.',
  academyName: 'Name of the academy',
  academyNameExample: 'Haneul Mathematics',
  newCode: 'Academy code',
  newCodeHint: 'Students and parents sign in with it. Small letters, digits and hyphens.',
  ownerName: 'Name of the owner',
  phone: 'Mobile number',
  phoneHint: 'You will sign in with this number.',
  newPassword: 'New password',
  passwordHint: 'At least 8 characters. The longer, the safer.',
  passwordShort: 'Use at least 8 characters',
  passwordSame: 'Choose one that differs from the current password',
  current: 'Current password',
  currentTemporary: 'The temporary password you were given',
  change: 'Change password',
  changeLead: 'Other devices will have to sign in again.',
  temporaryTitle: 'Choose your own password',
  temporaryLead:
    'The password you were given is temporary. Choose one that only you know, then you can start.',
  fill: 'Please fill in',
  pitch: {
    title: 'Lessons, attendance\nand progress in one book.',
    points: [
      'Mark a whole class in seconds, take it back within ten minutes',
      'See who really watched a video, and how much of it',
      'Students, parents and teachers read the same progress in the same words',
    ],
  },
};

export const useIdentityWords = wordsHook({ ko, en });
