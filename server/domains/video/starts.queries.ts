import type { PlaybackPolicy } from '@seodang/contract/playback.ts';
import { CompiledQuery, type Insertable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { PlaybackSession, Role } from '#db/types.ts';
import type { BegunPlayback } from './playback.queries.ts';
import type { Continued, Ending, LivePlayback } from './playback.rules.ts';
import type { OpenedViewing } from './viewers.queries.ts';

export type Student = { student_id: number; name: string; phone: string | null };

/** Who starts or refreshes; the names are those that app.open_starts reads. */
export type Opening = {
  index: number;
  login: number | null;
  person: number;
  video: number;
  /** Whose last playback is to be known; null where none is continued. */
  device: string | null;
  at: Date;
};

/** What the start of a playback is decided by. */
export type StartViewing = Omit<
  OpenedViewing,
  'session_id' | 'title' | 'order' | 'created_at' | 'updated_at'
>;
type Shared =
  | 'settings'
  | 'video_required_rate'
  | 'captions'
  | ('status' | 'allow_skip' | 'max_speed' | 'show_watermark' | 'duration' | 'duration_ms')
  | ('hls_path' | 'poster_path' | 'storyboard_path' | 'chapters');
type Own = Timed<Omit<StartViewing, Shared>, 'completed_at' | 'case_last_at'> & {
  playbacks: (Timed<LivePlayback, 'started_at'> & { is_over: boolean })[] | null;
  continued: Timed<Continued, keyof Continued> | null;
};
type Told = { role: Role; must_change_password: boolean; student: Student | null };
type Reply = {
  videos: Pick<StartViewing, Shared | 'video_id'>[] | null;
  starts: (Told & { index: number; seat: Own | null })[] | null;
};

/**
 * A person who is still signed in and, if it is a student's account, the seat in the class session of the video with what
 * is around it: the live playbacks, those that ran out unnoticed, and the last one of the video on this device that nobody
 * ended.
 */
export type Opened = Told & { seat: OpenedSeat | null };
export type OpenedSeat = ReturnType<typeof toSeat>;

/**
 * Those of these, each of another person, that nobody has a hand on, by index: alone until commit, with what their terms are
 * made from. Who is missing, or has no seat, must be opened alone.
 */
export async function openStarts(tx: Tx, openings: readonly Opening[]): Promise<Map<number, Opened>> {
  return toOpened(await ask(tx, 'select app.open_starts($1) as reply', openings));
}

/**
 * The same for one, who waits for whoever has a hand on it; that, and every lock after it in this transaction, no longer
 * than `patience_ms`. Undefined who is not signed in; who has no seat holds nothing.
 */
export async function openStartAlone(
  tx: Tx,
  opening: Omit<Opening, 'index'>,
  patience_ms: number,
): Promise<Opened | undefined> {
  const start = { ...opening, index: 0, patience_ms };
  const reply = await ask(tx, 'select app.open_start_alone($1) as reply', start);
  return toOpened(reply).get(0);
}

async function ask(tx: Tx, text: string, value: unknown): Promise<Reply> {
  const { rows } = await tx.executeQuery<{ reply: Reply }>(CompiledQuery.raw(text, [JSON.stringify(value)]));
  return rows[0]?.reply ?? { videos: null, starts: null };
}

function toOpened({ videos, starts }: Reply): Map<number, Opened> {
  const shown = new Map(videos?.map((video) => [video.video_id, video]));
  return new Map(
    starts?.map(({ index, seat, ...told }) => {
      const video = seat && shown.get(seat.video_id);
      return [index, { ...told, seat: seat && video ? toSeat(video, seat) : null }];
    }),
  );
}

function toSeat(video: Pick<StartViewing, Shared>, { playbacks, continued, ...own }: Own) {
  const { completed_at, case_last_at } = own;
  const moments = { completed_at: dateOf(completed_at), case_last_at: dateOf(case_last_at) };
  const viewing: StartViewing = { ...video, ...own, ...moments };
  const all = (playbacks ?? []).map((one) => ({ ...one, started_at: new Date(one.started_at) }));
  return {
    viewing,
    live: all.filter(({ is_over }) => !is_over),
    over: all.filter(({ is_over }) => is_over),
    continued: continued && {
      credit_from: new Date(continued.credit_from),
      last_seen_at: new Date(continued.last_seen_at),
    },
  };
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** As JSON brings it: moments as text. */
type Timed<Row, Moments extends keyof Row> = Omit<Row, Moments> & {
  [Moment in Moments]: null extends Row[Moment] ? string | null : string;
};

/** A new playback and, if it `is_first`, the row that its heartbeats will update; with the end of what is `gone`. */
export type Beginning = {
  index: number;
  playback: Omit<Insertable<PlaybackSession>, 'policy'> & { policy: PlaybackPolicy } & BegunPlayback;
  is_first: boolean;
  /** Without a reason it ran out. */
  gone: readonly (Omit<Ending, 'reason'> & { reason: Ending['reason'] | null })[];
};

/** Returns which began (by index): where somebody has a hand on what would end, nothing of that start is done. */
export async function beginPlaybacks(tx: Tx, beginnings: readonly Beginning[]): Promise<Set<number>> {
  if (beginnings.length === 0) return new Set();
  const starts = beginnings.map(({ playback, ...rest }) => ({ ...rest, ...playback }));
  const { rows } = await tx.executeQuery<{ began: number[] | null }>(
    CompiledQuery.raw('select app.begin_playbacks($1) as began', [JSON.stringify(starts)]),
  );
  return new Set(rows[0]?.began);
}

/** Waits until nobody else has a hand on these playbacks. */
export async function holdPlaybacks(tx: Tx, playbacks: readonly { session_id: string }[]): Promise<void> {
  if (playbacks.length === 0) return;
  await tx
    .selectFrom('playback_session')
    .select('session_id')
    .where('tenant_id', '=', tx.tenant_id)
    .where(
      'session_id',
      'in',
      playbacks.map(({ session_id }) => session_id),
    )
    .orderBy('session_id')
    .forNoKeyUpdate()
    .execute();
}
