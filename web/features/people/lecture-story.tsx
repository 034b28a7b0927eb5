import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useDates } from '../../lib/dates.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useCaseWords } from '../clinic/case.words.ts';
import { linksQuery } from '../clinic/clinic.queries.ts';
import { LinkState } from '../clinic/link-state.tsx';
import { runOf } from '../clinic/risk-run.ts';
import { useClinicWords } from '../clinic/words.ts';
import { StandingBadge } from '../homework/standing-badge.tsx';
import { riskTones } from '../progress/risk-tones.ts';
import { StudentSessions } from '../progress/student-sessions.tsx';
import { Verdict } from '../results/verdict.tsx';
import styles from './story.module.css';
import { careQuery, homeworkOfQuery, riskChangesQuery, type Score, scoresQuery } from './story.queries.ts';
import { usePeopleWords } from './words.ts';

type Props = { lecture_id: number; enrollment_id: number };

/** All that is known of a student in one lecture: sessions, scores, homework, clinics, and who looked after them. */
export function LectureStory(props: Props) {
  return (
    <div className={styles.story}>
      <StudentSessions {...props} />
      <Scores {...props} />
      <HomeworkPart {...props} />
      <Clinics {...props} />
      <Care {...props} />
      <RiskChanges {...props} />
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className={styles.part}>{title}</h3>
      <ul className={styles.lines}>{children}</ul>
    </section>
  );
}

type LineProps = { link: LinkProps; name: string; note?: string | undefined; children: ReactNode };

function Line({ link, name, note, children }: LineProps) {
  return (
    <li>
      <div className={styles.what}>
        <Anchor size="sm" fw={600} renderRoot={(props) => <Link {...link} {...props} />}>
          {name}
        </Anchor>
        {note && (
          <Text size="xs" c="dimmed">
            {note}
          </Text>
        )}
      </div>
      {children}
    </li>
  );
}

function Scores({ enrollment_id }: Props) {
  const { story: words } = usePeopleWords();
  const scores = useQuery(scoresQuery(enrollment_id)).data ?? [];
  if (scores.length === 0) return null;
  return (
    <Part title={words.scores}>
      {scores.map((score) => (
        <Line
          key={score.exam_id}
          link={{ to: '/staff/exams/$id/results', params: { id: String(score.exam_id) } }}
          name={score.exam_title}
          note={score.rank && score.rank_of ? words.rank(score.rank, score.rank_of) : undefined}
        >
          <Bar score={score} />
          <Verdict passed={score.passed} retest_score={score.retest_score} />
        </Line>
      ))}
    </Part>
  );
}

const shareOf = (points: number, max: number) => `${max > 0 ? Math.min(100, (100 * points) / max) : 0}%`;

/** The points of an exam, with the mark from which on it is passed. */
function Bar({ score: { total_score, max_score, pass_score, passed } }: { score: Score }) {
  const { story: words } = usePeopleWords();
  return (
    <span className={styles.score}>
      <span className={styles.bar} data-failed={passed ? undefined : true} aria-hidden>
        <i style={{ width: shareOf(total_score, max_score) }} />
        <b style={{ left: shareOf(pass_score, max_score) }} />
      </span>
      <span className={styles.points}>{words.points(total_score, max_score)}</span>
    </span>
  );
}

function HomeworkPart({ enrollment_id }: Props) {
  const { story: words } = usePeopleWords();
  const dates = useDates();
  const standings = useQuery(homeworkOfQuery(enrollment_id)).data ?? [];
  if (standings.length === 0) return null;
  return (
    <Part title={words.homework}>
      {standings.map((standing) => (
        <Line
          key={standing.homework_id}
          link={{ to: '/staff/homework/$id', params: { id: String(standing.homework_id) } }}
          name={standing.title}
          note={standing.due_at ? words.due(dates.dateTime(standing.due_at)) : undefined}
        >
          <StandingBadge standing={standing} />
        </Line>
      ))}
    </Part>
  );
}

function Clinics({ enrollment_id }: Props) {
  const { story: words } = usePeopleWords();
  const { causes } = useClinicWords();
  const dates = useDates();
  const links = useQuery(linksQuery({ enrollment_id })).data?.results ?? [];
  if (links.length === 0) return null;
  return (
    <Part title={words.clinics}>
      {links.map(({ id, cause, session_title, opened_at, state }) => (
        <Line
          key={id}
          link={{ to: '/staff/clinic/links' }}
          name={causes[cause]}
          note={`${session_title} · ${dates.day(opened_at)}`}
        >
          <LinkState state={state} />
        </Line>
      ))}
    </Part>
  );
}

function Care({ enrollment_id }: Props) {
  const { story: words } = usePeopleWords();
  const caseWords = useCaseWords();
  const dates = useDates();
  const cases = useQuery(careQuery(enrollment_id)).data ?? [];
  if (cases.length === 0) return null;
  return (
    <Part title={words.care}>
      {cases.map((one) => (
        <Line
          key={one.id}
          link={{ to: '/staff/clinic/cases/$id', params: { id: String(one.id) } }}
          name={caseWords.reasonOf(one.rule, runOf(one))}
          note={words.careNote(
            dates.day(one.opened_at),
            one.owner_name ?? caseWords.noOwner,
            one.contact_count,
          )}
        >
          <StatusBadge tone={one.outcome ? 'idle' : riskTones[one.risk_level]}>
            {one.outcome ? caseWords.outcomes[one.outcome] : caseWords.levels[one.risk_level]}
          </StatusBadge>
        </Line>
      ))}
    </Part>
  );
}

function RiskChanges({ enrollment_id }: Props) {
  const { story: words } = usePeopleWords();
  const { reasonOf, levels } = useCaseWords();
  const dates = useDates();
  const changes = useQuery(riskChangesQuery(enrollment_id)).data ?? [];
  if (changes.length === 0) return null;
  return (
    <Part title={words.risk}>
      {changes.map((change) => (
        <li key={change.id}>
          <div className={styles.what}>
            <Text size="sm">{change.rule ? reasonOf(change.rule, runOf(change)) : words.recovered}</Text>
            <Text size="xs" c="dimmed">
              {dates.dateTime(change.created_at)}
            </Text>
          </div>
          <StatusBadge tone={riskTones[change.risk_level]}>{levels[change.risk_level]}</StatusBadge>
        </li>
      ))}
    </Part>
  );
}
