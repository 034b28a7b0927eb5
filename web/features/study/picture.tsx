import { useEffect, useState } from 'react';
import { pictureUrl } from './pictures.ts';
import styles from './study.module.css';
import { useStudyWords } from './words.ts';

/** A picture of a question; its words stand where it cannot be shown. */
export function Picture({ alt, name }: { alt: string; name: string | null }) {
  const { picture } = useStudyWords();
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    let isGone = false;
    if (name)
      void pictureUrl(name).then((found) => {
        if (!isGone) setUrl(found);
      });
    return () => {
      isGone = true;
    };
  }, [name]);
  if (url) return <img src={url} alt={alt || picture} className={styles.picture} />;
  return <span className={styles.pictureless}>{alt ? `${picture}: ${alt}` : picture}</span>;
}
