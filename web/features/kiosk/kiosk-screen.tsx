import { IconBackspace, IconCircleCheck, IconClock, IconInfoCircle } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { codeOf, sentenceOf, waitSecondsOf } from '../../lib/problem.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadingScreen } from '../../ui/loading.tsx';
import { useDocumentTitle } from '../../ui/page.tsx';
import styles from './kiosk.module.css';
import { type CheckedIn, kioskCalls, kioskToken } from './kiosk.ts';
import { useKioskWords } from './words.ts';

const length = 8;
const resultMs = 4000;

function Result({ result }: { result: CheckedIn }) {
  const words = useKioskWords();
  const dates = useDates();
  const already = result.result === 'already';
  const late = !already && result.status === 'LATE';
  const Sign = already ? IconInfoCircle : late ? IconClock : IconCircleCheck;
  return (
    <div className={styles.result} data-tone={already ? 'info' : late ? 'warn' : 'ok'} role="status">
      <Sign size={72} stroke={1.6} aria-hidden />
      <p className={styles.who}>{result.student_name}</p>
      <p className={styles.what}>{already ? words.already : late ? words.late : words.present}</p>
      <p>{words.class(result.lecture_title, result.starts_at)}</p>
      {result.arrived_at && <p className={styles.when}>{words.at(dates.time(result.arrived_at))}</p>}
    </div>
  );
}

function Refused({ error }: { error: unknown }) {
  const words = useKioskWords();
  const wait = waitSecondsOf(error);
  return (
    <div className={styles.result} data-tone="bad" role="alert">
      <IconInfoCircle size={72} stroke={1.6} aria-hidden />
      <p className={styles.what}>{sentenceOf(error)}</p>
      {wait && <p>{words.wait(wait)}</p>}
    </div>
  );
}

/** Digits by touch or by keys. The next student may press before the screen has come to rest: no digit is lost. */
function useCheckIn(token: string) {
  const [code, setCode] = useState('');
  const clear = () => setCode('');
  const entry = useMutation({
    mutationFn: kioskCalls(token).checkIn,
    meta: { quiet: true },
    onSettled: clear,
  });
  const press = (digit: string) => {
    if (entry.isPending || code.length === length) return;
    if (!entry.isIdle) entry.reset();
    setCode(code + digit);
    if (code.length + 1 === length) entry.mutate(code + digit);
  };
  const erase = () => setCode(code.slice(0, -1));
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (/^\d$/.test(event.key)) press(event.key);
    else if (event.key === 'Backspace') erase();
    else if (event.key === 'Escape') clear();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
  return { entry, code, press, erase, clear };
}

function Keypad({ token, academy, name }: { token: string; academy: string; name: string }) {
  const words = useKioskWords();
  const { entry, code, press, erase, clear } = useCheckIn(token);
  const isSettled = entry.isSuccess || entry.isError;
  const { reset } = entry;
  // biome-ignore lint/correctness/useExhaustiveDependencies: counts from the answer on
  useEffect(() => {
    if (!isSettled) return;
    const timer = setTimeout(reset, resultMs);
    return () => clearTimeout(timer);
  }, [isSettled, entry.submittedAt]);
  return (
    <main className={styles.kiosk}>
      <header className={styles.head}>
        <h1>{academy}</h1>
        <p>{name}</p>
      </header>
      <section className={styles.answer} aria-live="polite">
        {entry.isSuccess ? (
          <Result result={entry.data} />
        ) : entry.isError ? (
          <Refused error={entry.error} />
        ) : (
          <div className={styles.prompt}>
            <p>{words.prompt}</p>
            <p className={styles.code} role="status" aria-label={words.digits(code.length)}>
              {Array.from({ length }, (_, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the places are the keys
                <span key={place} data-filled={place < code.length || undefined}>
                  {code[place] ?? ''}
                </span>
              ))}
            </p>
          </div>
        )}
      </section>
      <div className={styles.pad}>
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => (
          <button key={digit} type="button" onClick={() => press(digit)}>
            {digit}
          </button>
        ))}
        <button type="button" className={styles.tool} onClick={clear}>
          {words.clear}
        </button>
        <button type="button" onClick={() => press('0')}>
          0
        </button>
        <button type="button" className={styles.tool} aria-label={words.erase} onClick={erase}>
          <IconBackspace size={34} stroke={1.6} aria-hidden />
        </button>
      </div>
    </main>
  );
}

/** The tablet at the door: digits in, one clear answer out. Nobody is signed in here. */
export function KioskScreen() {
  const words = useKioskWords();
  useDocumentTitle(words.title);
  const [token] = useState(kioskToken);
  const welcome = useQuery({ ...kioskCalls(token ?? '').welcome, enabled: token !== undefined });
  if (token && welcome.isPending) return <LoadingScreen />;
  if (token && welcome.data) return <Keypad token={token} {...welcome.data} />;
  const isRefused = !token || codeOf(welcome.error) === 'unauthenticated';
  return (
    <main className={styles.kiosk}>
      <EmptyState
        level={1}
        tone="bad"
        title={isRefused ? words.invalid : sentenceOf(welcome.error)}
        hint={isRefused && words.invalidHint}
      />
    </main>
  );
}
