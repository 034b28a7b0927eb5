import { blocksOf, type Part, partsOf, type Table } from '@seodang/contract/rich-text.ts';
import { useEffect, useRef } from 'react';
import { Picture } from './picture.tsx';
import styles from './study.module.css';

/** A formula; its LaTeX is shown until what draws it has arrived. */
function Formula({ tex, isBlock }: { tex: string; isBlock: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let isGone = false;
    void import('./math.ts').then(({ drawMath }) => {
      if (!isGone && place.current) drawMath(place.current, tex, isBlock);
    });
    return () => {
      isGone = true;
    };
  }, [tex, isBlock]);
  return (
    <span key={tex} ref={place} className={isBlock ? styles.block : undefined}>
      {tex}
    </span>
  );
}

/** Of a text that is another one nothing stays: a place says which piece it is. */
const placed = <T,>(values: readonly T[]) => values.map((value, at) => ({ key: `${at}`, value }));

/** A formula on a line of its own needs no empty lines around it. */
function closeUp(text: string, before: Part | undefined, after: Part | undefined): string {
  const isBlock = (part: Part | undefined) =>
    part?.kind === 'picture' || (part?.kind === 'math' && part.isBlock);
  const start = isBlock(before) ? text.replace(/^\s*\n/, '') : text;
  return isBlock(after) ? start.replace(/\n\s*$/, '') : start;
}

function Lines({ text }: { text: string }) {
  const parts = partsOf(text);
  return parts.map((part, at) => {
    const key = `${at} ${part.text}`;
    if (part.kind === 'picture') return <Picture key={key} alt={part.text} name={part.name} />;
    if (part.kind === 'math') return <Formula key={key} tex={part.text} isBlock={part.isBlock} />;
    const words = closeUp(part.text, parts[at - 1], parts[at + 1]);
    return part.kind === 'bold' ? <strong key={key}>{words}</strong> : <span key={key}>{words}</span>;
  });
}

/** The beginning of what a teacher wrote, without pictures and tables: enough to know it again. */
export function BriefText({ children }: { children: string }) {
  const lines = blocksOf(children).flatMap((block) => (block.kind === 'lines' ? [block.text] : []));
  return (
    <span className={styles.clipped}>
      {partsOf(lines.join(' ')).map((part, at) => {
        const key = `${at} ${part.text}`;
        if (part.kind === 'picture') return null;
        if (part.kind === 'math') return <Formula key={key} tex={part.text} isBlock={false} />;
        return <span key={key}>{part.text}</span>;
      })}
    </span>
  );
}

/** A wide one is moved to and fro in its own place. */
function RichTable({ rows: [head = [], ...rows] }: Table) {
  return (
    <span className={styles.tableFrame}>
      <table className={styles.table}>
        <thead>
          <tr>
            {placed(head).map(({ key, value }) => (
              <th key={key} scope="col">
                <Lines text={value} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {placed(rows).map(({ key, value: row }) => (
            <tr key={key}>
              {placed(row).map(({ key, value }) => (
                <td key={key}>
                  <Lines text={value} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </span>
  );
}

/** What a teacher wrote: lines, bold words, LaTeX between $, pictures, tables. */
export function RichText({ children }: { children: string }) {
  return (
    <span className={styles.rich}>
      {placed(blocksOf(children)).map(({ key, value: block }) =>
        block.kind === 'table' ? <RichTable key={key} {...block} /> : <Lines key={key} text={block.text} />,
      )}
    </span>
  );
}
