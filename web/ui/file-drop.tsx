import { Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { useCoreWords } from '../lib/i18n/core.ts';
import { formatBytes } from '../lib/numbers.ts';
import styles from './file-drop.module.css';

type Props = {
  label: string;
  /** Extensions and media types as `<input accept>` takes them: ".xlsx,.csv" or "video/*". */
  accept: string;
  maxBytes?: number;
  multiple?: boolean;
  hint?: ReactNode;
  onFiles: (files: File[]) => void;
};

function accepted(file: File, accept: string): boolean {
  return accept.split(',').some((rule) => {
    const wanted = rule.trim().toLowerCase();
    if (wanted.startsWith('.')) return file.name.toLowerCase().endsWith(wanted);
    return wanted.endsWith('/*') ? file.type.startsWith(wanted.slice(0, -1)) : file.type === wanted;
  });
}

/** A place to drop files on, which is also a button that opens the file chooser; says why it refuses one. */
export function FileDrop({
  label,
  accept,
  maxBytes = Number.POSITIVE_INFINITY,
  multiple,
  hint,
  onFiles,
}: Props) {
  const { drop } = useCoreWords();
  const id = useId();
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string>();

  const take = (list: FileList | null) => {
    const files = [...(list ?? [])].slice(0, multiple ? undefined : 1);
    const wrong = files.find((file) => !accepted(file, accept));
    const large = files.find((file) => file.size > maxBytes);
    if (wrong) return setRefused(drop.wrongType(wrong.name));
    if (large) return setRefused(drop.tooLarge(large.name, formatBytes(maxBytes)));
    setRefused(undefined);
    if (files.length > 0) onFiles(files);
  };

  return (
    <div>
      <label
        className={`${styles.drop} ${over ? styles.over : ''}`}
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <IconUpload size={26} stroke={1.6} aria-hidden />
        <span className={styles.label}>{label}</span>
        <Text size="sm" c="dimmed" component="span">
          {over ? drop.here : drop.invite}
        </Text>
        {hint && (
          <Text size="xs" c="dimmed" component="span">
            {hint}
          </Text>
        )}
        <input
          id={id}
          type="file"
          accept={accept}
          multiple={multiple}
          className={styles.input}
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
      </label>
      {refused && (
        <Text size="sm" c="var(--mantine-color-error)" mt={6} role="alert">
          {refused}
        </Text>
      )}
    </div>
  );
}
