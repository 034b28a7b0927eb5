import { ApiProblem, type Output } from '@seodang/contract/call.ts';
import { getSitting, saveAnswer, startExam, submitSitting } from '@seodang/contract/sittings.ts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../lib/api.ts';
import { memory, useStore } from '../../lib/store.ts';
import { createAnswerLine, type Given } from './answer-line.ts';

export type Sitting = Output<typeof startExam>;
export type Asked = Sitting['questions'][number];

const place = (exam_id: number, enrollment_id: number) => `sitting.${exam_id}.${enrollment_id}`;
const linePlace = (sitting_id: number) => `sitting.answers.${sitting_id}`;

/** The sitting that this browser began; whoever comes from another device begins anew and lands in the same one. */
export const sittingQuery = (exam_id: number, enrollment_id: number) =>
  queryOptions({
    queryKey: ['sittings', exam_id, { enrollment_id }],
    queryFn: async () => {
      const id = Number(memory.read(place(exam_id, enrollment_id)));
      if (!id) return null;
      return call(getSitting, { params: { id } }).catch((error: unknown) => {
        if (error instanceof ApiProblem && error.problem.status === 404) return null;
        throw error;
      });
    },
    staleTime: 0,
    gcTime: 0,
  });

export function useStart(exam_id: number, enrollment_id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(startExam, { params: { id: exam_id }, body: { enrollment_id } }),
    meta: { quiet: true },
    onSuccess: (sitting) => {
      memory.write(place(exam_id, enrollment_id), String(sitting.id));
      queries.setQueryData(sittingQuery(exam_id, enrollment_id).queryKey, sitting);
    },
  });
}

function remembered(id: number): Given[] {
  try {
    return JSON.parse(memory.read(linePlace(id)) ?? '[]') as Given[];
  } catch {
    return [];
  }
}

/** Answers on the screen and on their way; `left` is what a reload found unsent. */
function openLine({ id }: Sitting) {
  return createAnswerLine(
    {
      send: ({ exam_question_id, answer, seq }) =>
        call(saveAnswer, { params: { id, exam_question_id }, body: { answer, seq } }),
      isPassing: (error) =>
        !(error instanceof ApiProblem) || error.problem.status === 0 || error.problem.status >= 500,
      keep: (waiting) =>
        memory.write(linePlace(id), waiting.length > 0 ? JSON.stringify(waiting) : undefined),
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
    remembered(id),
  );
}

/** What was answered, by question, and the way to answer; the newest of server and browser counts. */
export function useAnswers(sitting: Sitting) {
  const [line] = useState(() => openLine(sitting));
  const { waiting, isStuck, refusal } = useStore(line.state);
  const [given, setGiven] = useState<readonly Given[]>(() =>
    [...sitting.answers, ...remembered(sitting.id)].sort((a, b) => a.seq - b.seq),
  );
  useEffect(() => void line.flush(), [line]);
  const answer = (exam_question_id: number, text: string) => {
    const one = { exam_question_id, answer: text, seq: (given.at(-1)?.seq ?? 0) + 1 };
    setGiven([...given, one]);
    line.give(one);
  };
  const answers = new Map(given.map((one) => [one.exam_question_id, one.answer]));
  return { answers, answer, waiting: waiting.length, isStuck, refusal, flush: line.flush };
}

/** Hands in after the last answer has arrived; again is harmless. */
export function useHandIn(exam_id: number, { id, enrollment_id }: Sitting, flush: () => Promise<void>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await flush();
      return call(submitSitting, { params: { id } });
    },
    onSuccess: () => {
      memory.write(place(exam_id, enrollment_id), undefined);
      memory.write(linePlace(id), undefined);
      return Promise.all(
        ['submissions', 'results'].map((topic) => queries.invalidateQueries({ queryKey: [topic] })),
      );
    },
  });
}

/** Asks the server before the time is taken to be over: somebody may have been given longer meanwhile. */
export function useMayGoOn(exam_id: number, { enrollment_id }: Sitting) {
  const queries = useQueryClient();
  return async () => {
    const now = await queries.fetchQuery(sittingQuery(exam_id, enrollment_id)).catch(() => undefined);
    return Boolean(now && !now.ended && (now.ends_at === null || now.ends_at > now.server_now));
  };
}

/** Seconds until the end by the server's clock; undefined where nothing ends. */
export function useTimeLeft({ ends_at, server_now }: Pick<Sitting, 'ends_at' | 'server_now'>) {
  const [ahead] = useState(() => Date.parse(server_now) - Date.now());
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return ends_at === null ? undefined : Math.max(0, (Date.parse(ends_at) - now - ahead) / 1000);
}
