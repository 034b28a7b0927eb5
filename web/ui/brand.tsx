import { useCoreWords } from '../lib/i18n/core.ts';
import styles from './brand.module.css';

/** The mark and the product's name, with a line below it. */
export function Brand({ place, size = 32 }: { place?: string; size?: number }) {
  const { product } = useCoreWords();
  return (
    <div className={styles.brand}>
      <img src="/icon.svg" alt="" width={size} height={size} />
      <div className={styles.words}>
        <span className={styles.name}>{product}</span>
        {place && <span className={styles.place}>{place}</span>}
      </div>
    </div>
  );
}
