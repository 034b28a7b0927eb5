import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { classSessionQuery, classSessionsQuery } from './manage.queries.ts';
import { sessionName, useManageWords } from './manage.words.ts';
import { usePlaceWords } from './places.words.ts';

type Props = { home: number; session: number; choose: (session: number) => void; disabled: boolean };

/** The class session of a video; it may go to any other of the same lecture. */
export function SessionField({ home, session, choose, disabled }: Props) {
  const words = useManageWords();
  const places = usePlaceWords();
  const lecture = useQuery(classSessionQuery(home)).data?.lecture_id;
  const sessions = useQuery({ ...classSessionsQuery(lecture ?? 0), enabled: lecture !== undefined });
  const offered = sessions.data?.results ?? [];
  return (
    <NativeSelect
      label={places.session}
      description={session === home ? undefined : places.moveHint}
      value={offered.length > 0 ? String(session) : ''}
      disabled={disabled || offered.length < 2}
      onChange={(event) => choose(Number(event.currentTarget.value))}
      data={offered.map((one) => ({ value: String(one.id), label: sessionName(words, one) }))}
    />
  );
}
