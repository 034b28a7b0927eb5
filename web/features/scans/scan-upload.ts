import { startScan } from '@seodang/contract/scans.ts';
import { prepareSubmissionFile } from '@seodang/contract/submissions.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { browserWorld } from '../../lib/upload-browser.ts';
import type { Scan } from './scans.queries.ts';

async function sendFile(file: File, onSent: (bytes: number) => void): Promise<string> {
  const { file_key, upload } = await call(prepareSubmissionFile, {
    body: { filename: file.name, size: file.size },
  });
  const target = { ...upload, method: 'PUT' as const };
  await browserWorld.put(target, file, { signal: new AbortController().signal, onSent });
  return file_key;
}

const byName = new Intl.Collator('ko', { numeric: true });

/** Uploads the scans of a class, pictures in the order of their names, and has them read; `sent` goes from 0 to 1. */
export function useScanUpload(exam_id: number) {
  const queries = useQueryClient();
  const [sent, setSent] = useState(0);
  const upload = useMutation({
    meta: { quiet: true },
    async mutationFn(files: readonly File[]): Promise<Scan> {
      setSent(0);
      const total = files.reduce((sum, { size }) => sum + size, 0);
      const file_keys: string[] = [];
      let before = 0;
      for (const file of files.toSorted((a, b) => byName.compare(a.name, b.name))) {
        const base = before;
        file_keys.push(await sendFile(file, (bytes) => setSent((base + bytes) / total)));
        before += file.size;
      }
      return call(startScan, { params: { id: exam_id }, body: { file_keys } });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['scans'] }),
  });
  return { upload, sent };
}
