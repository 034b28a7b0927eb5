/** A slide's first line is its heading. */
type Clip = { lecture: number; order: number; seconds: number; slides: readonly string[] };

const converse = [
  `역: 가정과 결론을 바꾼다
명제  p → q        역  q → p
명제  x = 2이면 x² = 4이다. (참)
역    x² = 4이면 x = 2이다. (거짓)
반례  x = −2
명제가 참이라도 역은 거짓일 수 있다.`,
  `대우: 바꾸고 부정한다
명제  p → q        대우  ~q → ~p
명제와 그 대우는 참, 거짓이 언제나 같다.
명제  n²이 짝수이면 n은 짝수이다.
대우  n이 홀수이면 n²은 홀수이다.
n = 2k + 1이면 n² = 2(2k² + 2k) + 1`,
  `귀류법: 결론을 부정해 본다
√2가 유리수라면 √2 = m / n (m, n은 서로소)
m² = 2n²이므로 m은 짝수, m = 2k
4k² = 2n²에서 n² = 2k²이므로 n도 짝수
m과 n이 서로소라는 데 모순이다.
따라서 √2는 무리수이다.`,
];

const inequalities = [
  `산술평균과 기하평균
a > 0, b > 0일 때  (a + b) / 2 ≥ √(ab)
등호는 a = b일 때 성립한다.
증명  (√a − √b)² ≥ 0
전개하면 a − 2√(ab) + b ≥ 0
따라서 a + b ≥ 2√(ab)`,
  `코시-슈바르츠 부등식
(a² + b²)(x² + y²) ≥ (ax + by)²
좌변 − 우변 = (ay − bx)² ≥ 0
등호는 ay = bx일 때 성립한다.
예  x² + y² = 1이면 (3x + 4y)² ≤ 25`,
  `최솟값 구하기
x > 0일 때 x + 4 / x의 최솟값은?
x + 4 / x ≥ 2√(x × 4 / x) = 4
등호는 x = 4 / x, 곧 x = 2일 때
답  x = 2에서 최솟값 4`,
];

const summaries = [
  `핵심 문장 찾기
Many people think that sleep is lost time.
However, a resting brain sorts the memories
of the day and keeps what matters.
However 뒤에 글쓴이의 생각이 나온다.
요약문의 뼈대: 무엇이 + 어떻게 된다`,
  `바꿔 말하기
sort → organize, put in order
keep → retain, preserve
what matters → important information
보기에는 지문의 낱말이 그대로 나오지 않는다.`,
  `연습: 빈칸 (A), (B)
Sleep helps the brain (A) ______ memories
and (B) ______ what is important.
(A) sort를 바꾼 말:  organize
(B) keep을 바꾼 말:  retain
두 칸을 넣고 처음부터 다시 읽어 본다.`,
];

const cells = [
  `세포막: 드나드는 길
인지질 2중층에 막단백질이 박혀 있다.
산소처럼 작은 분자는 인지질 사이로,
포도당과 이온은 막단백질을 지나 확산한다.
삼투: 물은 용액의 농도가 높은 쪽으로 간다.`,
  `물질대사와 효소
물질대사 = 동화 작용 + 이화 작용
효소는 활성화 에너지를 낮춘다.
카탈레이스: 과산화 수소 → 물 + 산소
ATP → ADP + 인산 + 에너지
효소는 꼭 맞는 기질에만 작용한다.`,
  `실험: 감자와 과산화 수소
시험관 A  과산화 수소수
시험관 B  과산화 수소수 + 감자 조각
결과  B에서만 기포가 생긴다.
꺼져 가는 향불을 대면 다시 타오른다.
결론  감자의 카탈레이스가 분해를 도왔다.`,
];

/** Which sessions (by order, from 1) of each lecture have a video, for how many seconds, of which slides. */
export const demoClips: readonly Clip[] = [
  { lecture: 0, order: 6, seconds: 24, slides: converse },
  { lecture: 0, order: 7, seconds: 28, slides: inequalities },
  { lecture: 1, order: 7, seconds: 24, slides: summaries },
  { lecture: 2, order: 7, seconds: 24, slides: cells },
];
