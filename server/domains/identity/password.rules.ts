/** Why a new password is refused; undefined when it is good enough. */
export type Weakness = 'too_short' | 'is_login' | 'too_common';

const MINIMUM = 8;

/** Judges a new password by length, by what everybody can guess of its owner, and by what everybody tries first. */
export function weaknessOf(password: string, names: readonly (string | null)[]): Weakness | undefined {
  const plain = password.normalize('NFKC').toLowerCase();
  if ([...plain].length < MINIMUM) return 'too_short';
  if (names.some((name) => name !== null && isSame(plain, name.toLowerCase()))) return 'is_login';
  return isCommon(plain) ? 'too_common' : undefined;
}

function isSame(password: string, name: string): boolean {
  const digits = (text: string) => text.replace(/[\s-]/g, '');
  return password === name || password === name.split('@')[0] || digits(password) === digits(name);
}

function isCommon(plain: string): boolean {
  return common.has(plain) || isOneRun(plain) || isRepetition(plain);
}

/** 12345678, abcdefgh, 87654321. */
function isOneRun(plain: string): boolean {
  const steps = [...plain].slice(1).map((char, at) => char.charCodeAt(0) - plain.charCodeAt(at));
  return steps.every((step) => step === 1) || steps.every((step) => step === -1);
}

/** aaaaaaaa, 12121212, abcabcabc. */
function isRepetition(plain: string): boolean {
  return /^(.{1,4}?)\1+$/u.test(plain);
}

const common = new Set(
  `1234567890 0123456789 12345678a a12345678 1q2w3e4r 1q2w3e4r5t 1q2w3e4r! 1qaz2wsx 1qaz2wsx3edc q1w2e3r4 q1w2e3r4t5
  qwer1234 qwer1234! 1234qwer 1234qwer! asdf1234 asdf1234! 1234asdf zxcv1234 qwerasdf qwerasdf1 qwerty12 qwerty123 qwerty1234
  qwertyui qwertyuiop asdfghjk asdfghjkl zxcvbnm1 zxcvbnm123 password password1 password12 password123 password1234 password!
  passw0rd p@ssw0rd p@ssword passwort iloveyou iloveyou1 sunshine princess football baseball basketball superman batman123
  welcome1 welcome123 letmein1 trustno1 starwars whatever computer internet michelle jennifer charlie1 admin123 admin1234
  administrator root1234 test1234 test12345 testtest1 student1 student123 student1234 teacher1 teacher123 academy1 academy123
  academy1234 school12 school123 seodang1 seodang123 seodang1234 abcd1234 abcd1234! 1234abcd abc12345 abc123456 aa123456
  aa12345678 a1234567 a123456789 q1234567 asd12345 asd123456 zxc12345 qwe12345 qwe123456 qwe123!@# !@#$%^&* 1q2w3e4r5t6y
  11223344 112233445566 11112222 12341234a 19001234 20202020a 987654321 9876543210 147258369 159753123 123123123a 123qweasd
  qweasdzxc qweasd123 dkssud12 dkssud123 dkssudgktpdy tkfkdgo12 tkfkdgo123 tkfkdgody gkrtod12 gkrtod123 gkrdnjs1 gkrdnjs123
  korea1234 korea123 seoul1234 love1234 happy1234 changeme changeme1 changeme123 default1 monkey123 dragon123 hello123
  hello1234`.split(/\s+/),
);
