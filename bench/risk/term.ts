/** A student of a simulated term: how able and how steady, and a motivation that drifts and is hit by events. */
export type Pupil = { ability: number; diligence: number; motivation: number; slump: number };

/** What one student did in one week. `watched`: share of the video; null who was in class. */
export type Week = {
  attendance: 'PRESENT' | 'LATE' | 'ABSENT' | 'ONLINE';
  watched: number | null;
  score: number | null;
  handed_in: boolean;
  approved: boolean;
  /** How long before it was due homework was handed in; less than 0: after. */
  days_early: number;
  watch_lag_days: number;
  due_reviews: number;
};

/** Mulberry32: small, fast, and the same numbers for the same seed. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const odds = (log_odds: number) => 1 / (1 + Math.exp(-log_odds));

/**
 * A term week by week. Motivation is an autoregressive process; now and then an event (illness, a quarrel, examinations at
 * school) pulls it down for some weeks. Whether somebody comes, watches, hands in and scores depends on all of it and on
 * chance; harder weeks are harder for everybody. Shares are those of an ordinary academy: about one in nine absent, one in
 * seven online, seven in eight homeworks handed in, scores around 79 with a spread of 13. Homework and videos are done
 * the sooner, and fewer reviews wait, the more somebody wants; each of these is mostly noise.
 */
export function term(seed: number, pupils: number, weeks: number): { did: Week[]; pupils: Pupil[] }[] {
  const chance = random(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  const people: Pupil[] = Array.from({ length: pupils }, () => {
    const diligence = normal();
    return { diligence, ability: 0.4 * diligence + 0.9 * normal(), motivation: normal(), slump: 0 };
  });
  const aside = random(seed + 1);
  const hardness = Array.from({ length: weeks }, () => HARDER * normal());
  return hardness.map((hard) => ({
    did: people.map((pupil) => habits(week(pupil, hard, chance, normal), pupil, aside)),
    pupils: people.map((pupil) => ({ ...pupil })),
  }));
}

/** By how many points weeks differ. */
const HARDER = 4;
const FUTURES = 300;

/** Whether a week of the term is left incomplete: by the rules of the academy of bench/risk.ts. */
const isMissed = ({ attendance, watched, score, approved }: Deeds) =>
  attendance === 'ABSENT' ||
  (attendance === 'ONLINE' && (watched ?? 0) < 0.9) ||
  (score ?? 0) < 60 ||
  !approved;

/**
 * How likely a student is to miss at least so many of the next weeks, for somebody who knows all that the simulation knows
 * of the student, and only not what chance will bring: no list of alarms can be better than by this. 0 to 1.
 */
export function knownChance(pupil: Pupil, ahead: number, least: number, seed: number): number {
  const chance = random(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  let failed = 0;
  for (let future = 0; future < FUTURES; future += 1) {
    const same = { ...pupil };
    const missed = Array.from({ length: ahead }, () => week(same, HARDER * normal(), chance, normal)).filter(
      isMissed,
    );
    if (missed.length >= least) failed += 1;
  }
  return failed / FUTURES;
}

type Deeds = Omit<Week, 'days_early' | 'watch_lag_days' | 'due_reviews'>;

/** What is seen of somebody's will besides, drawn apart so that the term itself stays the same. */
function habits(deeds: Deeds, { diligence, motivation }: Pupil, chance: () => number): Week {
  const normal = () => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  const will = 0.8 * diligence + motivation;
  return {
    ...deeds,
    days_early: Math.min(4, Math.max(-2, 1 + 0.4 * will + 2 * normal())),
    watch_lag_days: Math.min(6, Math.max(0, 2 - 0.5 * will + 2 * normal())),
    due_reviews: Math.round(Math.min(20, Math.max(0, 5 - 1.2 * will + 4 * normal()))),
  };
}

function week(pupil: Pupil, hard: number, chance: () => number, normal: () => number): Deeds {
  if (chance() < 0.03) pupil.slump = 2 + Math.floor(4 * chance());
  pupil.slump = Math.max(0, pupil.slump - 1);
  pupil.motivation = 0.85 * pupil.motivation + 0.5 * normal() - (pupil.slump > 0 ? 0.6 : 0);
  const will = 0.8 * pupil.diligence + pupil.motivation;
  const isAbsent = chance() < odds(-2.6 - 0.8 * will);
  const isOnline = !isAbsent && chance() < 0.15;
  const isLate = !isAbsent && !isOnline && chance() < odds(-2.4 - 0.5 * will);
  const watches = isOnline || (isAbsent && chance() < odds(-0.5 + 0.7 * will));
  const watched = watches ? (chance() < odds(1.5 + 0.8 * will) ? 1 : 0.9 * chance()) : 0;
  const scored = 80 + 8 * pupil.ability + 4 * will - hard + 8 * normal();
  const handed_in = chance() < odds(2.6 + 0.9 * will);
  return {
    attendance: isAbsent ? 'ABSENT' : isOnline ? 'ONLINE' : isLate ? 'LATE' : 'PRESENT',
    watched: isAbsent || isOnline ? watched : null,
    score: isAbsent ? null : Math.round(Math.min(100, Math.max(0, scored))),
    handed_in,
    approved: handed_in && chance() < 0.97,
  };
}
