import { markOf, marks } from './marks.ts';
import styles from './results.module.css';
import type { ResultDetail } from './results.queries.ts';
import { useResultWords } from './words.ts';

type Fact = ResultDetail['facts'][number];

const markOfFact = ({ is_correct, meta }: Fact) =>
  markOf({ is_correct, invalid_reason: meta.grading?.invalid_reason ?? null });

function Answer({ fact }: { fact: Fact }) {
  const words = useResultWords();
  const { number, answer, keys, score, points } = fact;
  const mark = markOfFact(fact);
  const Sign = marks[mark].icon;
  const shown = mark !== 'right' && keys && keys.length > 0 ? ` → ${keys.join(' / ')}` : '';
  return (
    <li data-mark={mark}>
      <b>{number}</b>
      <Sign size={16} role="img" aria-label={words.marks[mark]} />
      <span>
        {answer || words.marks.blank}
        {shown}
      </span>
      <small>{mark === 'void' ? words.marks.void : words.of(score, points)}</small>
    </li>
  );
}

/** Each answer with its mark; the key beside a wrong one where keys are shown. */
export function FactSheet({ facts }: Pick<ResultDetail, 'facts'>) {
  return (
    <ol className={styles.sheet}>
      {facts.map((fact) => (
        <Answer key={fact.exam_question_id} fact={fact} />
      ))}
    </ol>
  );
}
