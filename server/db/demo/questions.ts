import type { Random } from './random.ts';

type Question = {
  subject: string;
  tags: string[];
  kind: 'single' | 'multiple' | 'numeric' | 'short';
  body: string;
  choices: { id: string; text: string }[];
  keys: string[][];
  explanation: string;
  variant_group: string;
};
type Maker = (n: number, random: Random) => Omit<Question, 'subject' | 'variant_group'>;

/** Five choices of which the first given is right, in an order of chance. */
function choicesOf(random: Random, right: string, wrong: readonly string[]) {
  const texts = [right, ...new Set(wrong.filter((one) => one !== right))].slice(0, 5);
  const order = texts.map((text) => ({ text, at: random.next() })).sort((a, b) => a.at - b.at);
  const choices = order.map(({ text }, at) => ({ id: String(at + 1), text }));
  const key = choices.find(({ text }) => text === right)?.id ?? '1';
  return { kind: 'single' as const, choices, keys: [[key]] };
}

const inMath = (value: number | string) => `$${value}$`;
const near = (value: number, ...steps: number[]) => steps.map((step) => inMath(value + step));
const numeric = (value: number) => ({ kind: 'numeric' as const, choices: [], keys: [[String(value)]] });

/** What comes after a sign: `+ 3`, `- 3`. */
const plus = (value: number) => (value < 0 ? `- ${-value}` : `+ ${value}`);

const union: Maker = (n, random) => {
  const [a, b, both] = [12 + n, 9 + 2 * n, 3 + (n % 4)];
  const right = a + b - both;
  return {
    tags: ['집합의 원소의 개수'],
    body: `두 집합 $A$, $B$에 대하여 $n(A)=${a}$, $n(B)=${b}$, $n(A\\cap B)=${both}$일 때, $n(A\\cup B)$의 값은?`,
    ...choicesOf(random, inMath(right), near(right, both, -1, 2, -both)),
    explanation: `$n(A\\cup B)=n(A)+n(B)-n(A\\cap B)=${a}+${b}-${both}=${right}$`,
  };
};

const subsets: Maker = (n) => {
  const [all, kept] = [4 + n, 1 + (n % 3)];
  const names = Array.from({ length: all }, (_, at) => at + 1);
  const fixed = names.slice(0, kept).join(', ');
  return {
    tags: ['부분집합의 개수'],
    body: `집합 $A=\\{${names.join(', ')}\\}$의 부분집합 중에서 ${fixed}${kept === 2 ? '를' : '을'} 모두 원소로 갖는 것의 개수를 구하시오.`,
    ...numeric(2 ** (all - kept)),
    explanation: `나머지 원소 ${all - kept}개를 고르는 방법의 수와 같으므로 $2^{${all - kept}}=${2 ** (all - kept)}$`,
  };
};

const statements = [
  ['$x=2$이면 $x^2=4$이다.', true, false],
  ['$x>3$이면 $x>1$이다.', true, false],
  ['$xy=0$이면 $x=0$이다.', false, true],
  ['$x^2=9$이면 $x=3$이다.', false, true],
  ['정사각형이면 마름모이다.', true, false],
  ['$x+y>0$이면 $x>0$이고 $y>0$이다.', false, true],
] as const;

const converse: Maker = (n) => {
  const [text, isTrue, isConverseTrue] = statements[n % statements.length] ?? statements[0];
  const facts = [
    ['주어진 명제', isTrue],
    ['역', isConverseTrue],
    ['대우', isTrue],
  ] as const;
  return {
    tags: ['명제의 역과 대우'],
    kind: 'multiple',
    body: `실수 $x$, $y$에 대한 다음 명제에 대하여 **참인 것을 모두** 고르시오.\n${text}`,
    choices: facts.map(([name], at) => ({ id: String(at + 1), text: name })),
    keys: [facts.flatMap(([, holds], at) => (holds ? [String(at + 1)] : []))],
    explanation: '명제와 그 대우는 참과 거짓이 같다. 역은 따로 확인해야 한다.',
  };
};

const smallest: Maker = (n, random) => {
  const a = 2 + n;
  return {
    tags: ['절대부등식'],
    body: `$x>0$일 때, $x+\\dfrac{${a * a}}{x}$의 최솟값은?`,
    ...choicesOf(random, inMath(2 * a), [inMath(a), inMath(a * a), ...near(2 * a, 2, -1)]),
    explanation: `산술평균과 기하평균의 관계에서 $x+\\dfrac{${a * a}}{x}\\ge 2\\sqrt{${a * a}}=${2 * a}$이고, 등호는 $x=${a}$일 때 성립한다.`,
  };
};

const composed: Maker = (n, random) => {
  const [a, b, c, x] = [2 + (n % 4), n === 3 ? 6 : n - 3, 1 + (n % 5), 1 + (n % 3)];
  const inner = x * x - c;
  const right = a * inner + b;
  return {
    tags: ['합성함수'],
    body: `두 함수 $f(x)=${a}x ${plus(b)}$, $g(x)=x^2-${c}$에 대하여 $(f\\circ g)(${x})$의 값은?`,
    ...choicesOf(random, inMath(right), [inMath((a * x + b) ** 2 - c), ...near(right, a, -1, 2 * a, -a)]),
    explanation: `$g(${x})=${inner}$이므로 $f(g(${x}))=f(${inner})=${right}$`,
  };
};

const inverse: Maker = (n) => {
  const [a, b, x] = [2 + (n % 3), 2 * n - 5, n - 2];
  return {
    tags: ['역함수'],
    body: `함수 $f(x)=${a}x ${plus(b)}$에 대하여 $f^{-1}(${a * x + b})$의 값을 구하시오.`,
    ...numeric(x),
    explanation: `$f^{-1}(${a * x + b})=k$라 하면 $f(k)=${a * x + b}$, 곧 $${a}k ${plus(b)}=${a * x + b}$이므로 $k=${x}$`,
  };
};

const asymptote: Maker = (n, random) => {
  const [p, q, k] = [1 + (n % 5), 2 + ((n * 3) % 4), 1 + n];
  const lines = (x: number, y: number) => `$x=${x},\\ y=${y}$`;
  return {
    tags: ['유리함수'],
    body: `함수 $y=\\dfrac{${k}}{x-${p}}+${q}$의 그래프의 점근선의 방정식은?`,
    ...choicesOf(random, lines(p, q), [lines(-p, q), lines(p, -q), lines(q + 6, p), lines(-p, -q)]),
    explanation: `$y=\\dfrac{${k}}{x}$의 그래프를 $x$축의 방향으로 $${p}$만큼, $y$축의 방향으로 $${q}$만큼 평행이동한 것이다.`,
  };
};

const root: Maker = (n) => {
  const [p, q, r] = [n === 2 ? 7 : n - 2, 1 + (n % 4), 2 + (n % 5)];
  return {
    tags: ['무리함수'],
    body: `함수 $y=\\sqrt{x ${plus(-p)}}+${q}$의 그래프가 점 $(a,\\ ${q + r})$을 지날 때, $a$의 값을 구하시오.`,
    ...numeric(r * r + p),
    explanation: `$\\sqrt{a ${plus(-p)}}=${r}$의 양변을 제곱하면 $a=${r * r}${p < 0 ? '' : '+'}${p}=${r * r + p}$`,
  };
};

const units: readonly [string, Maker][] = [
  ['집합', union],
  ['집합', subsets],
  ['명제', converse],
  ['명제', smallest],
  ['함수', composed],
  ['함수', inverse],
  ['유리함수와 무리함수', asymptote],
  ['유리함수와 무리함수', root],
];
const OF_EACH = [8, 8, 6, 8, 8, 8, 8, 6];

/** Sixty questions of the first year's mathematics, with answers that were computed. */
export function demoQuestions(random: Random): Question[] {
  return units.flatMap(([subject, make], at) =>
    Array.from({ length: OF_EACH[at] ?? 0 }, (_, n) => ({
      ...{ subject, variant_group: `${subject} ${at + 1}` },
      ...make(n, random),
    })),
  );
}
