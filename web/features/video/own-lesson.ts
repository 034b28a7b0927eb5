import { useQuery } from '@tanstack/react-query';
import { myProgressQuery } from './student.queries.ts';
import { useVideoWords } from './words.ts';

/** Which class session of which own lecture this is; undefined until that is known. */
export function useOwnLesson(
  sessionId: number,
): { name: string; lecture: string; required_rate: number } | undefined {
  const { list } = useVideoWords();
  const { data } = useQuery(myProgressQuery);
  for (const { lecture_title: lecture, sessions } of data ?? []) {
    const session = sessions.find(({ id }) => id === sessionId);
    if (!session) continue;
    const { regular_order, title, video_required_rate } = session;
    return {
      name: regular_order === null ? title : list.lesson(regular_order, title),
      lecture,
      required_rate: video_required_rate,
    };
  }
  return undefined;
}
