import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '#core/problem.ts';
import type { RedisClient } from '#core/redis.ts';
import { nameOf, type Player } from './playback-store.ts';

/** Nothing else happens in Redis meanwhile: about a millisecond. */
const MOST = 40;

const names = ['beat', 'copy', 'gather', 'kept', 'move'] as const;
type Name = (typeof names)[number];
type Script = { source: string; sha: string };

const read = (name: string) => readFileSync(join(import.meta.dirname, 'lua', `${name}.lua`), 'utf8');
/** In a cluster another node may answer at any moment, so each script asks which run of which server it is on. */
const here = {
  server: `local HERE = ''`,
  cluster: `local HERE = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')`,
};
const scriptsOn = (place: keyof typeof here) =>
  Object.fromEntries(names.map((name) => [name, script(name, place)])) as Record<Name, Script>;
const scripts = { server: scriptsOn('server'), cluster: scriptsOn('cluster') };

function script(name: Name, place: keyof typeof here): Script {
  const source = [here[place], read('common'), read(name)].join('\n');
  return { source, sha: createHash('sha1').update(source).digest('hex') };
}

/** Each is one round trip and happens as a whole; Redis is sent the text of a script only when it does not know it. */
export class RedisScripts {
  readonly #redis: RedisClient;
  readonly #findHouse: () => Promise<string>;
  #house: string | undefined;
  #server: Promise<string> | undefined;

  /** `findHouse` names the database that this is about: several may share a Redis. */
  constructor(redis: RedisClient, findHouse: () => Promise<string>) {
    this.#redis = redis;
    this.#findHouse = findHouse;
    redis.on('close', () => {
      this.#server = undefined;
    });
  }

  /** About how many people one script can be: in a cluster each lies on a node of its own. */
  get most(): number {
    return this.#redis.isCluster ? 1 : MOST;
  }

  /** Refuses `unavailable` while Redis is away. */
  run(name: Name, player: Player, args: readonly (string | number)[]): Promise<unknown> {
    return this.#runFor(name, [player], args);
  }

  /**
   * The same about several people: what is answered of each. What is said of each travels as a line of one argument, and the
   * answers as those of one reply.
   */
  async runTogether(
    name: Name,
    players: readonly Player[],
    args: readonly (string | number)[],
    lines: readonly string[] = [],
  ): Promise<string[]> {
    const { most } = this;
    const runs: Promise<unknown>[] = [];
    for (let from = 0; from < players.length; from += most) {
      const said = lines.length > 0 ? [...args, lines.slice(from, from + most).join('\n')] : args;
      runs.push(this.#runFor(name, players.slice(from, from + most), said));
    }
    return (await Promise.all(runs)).flatMap((reply) => String(reply).split('\n'));
  }

  async #runFor(
    name: Name,
    players: readonly Player[],
    args: readonly (string | number)[],
  ): Promise<unknown> {
    const { source, sha } = scripts[this.#redis.isCluster ? 'cluster' : 'server'][name];
    this.#house ??= await this.#findHouse();
    // Everything of one person is one key, so it lies on one node of a cluster.
    const prefix = `seodang:${this.#house}:{`;
    const keys = players.map((player) => `${prefix}${nameOf(player)}}`);
    try {
      return await this.#redis.evalsha(sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!isUnknownScript(error)) return refuseIfAway(error);
      return await this.#redis.eval(source, keys.length, ...keys, ...args).catch(refuseIfAway);
    }
  }

  /** Which run of which server answers; another one after every restart and failover. In a cluster the scripts know. */
  server(): Promise<string> {
    const redis = this.#redis;
    if (redis.isCluster) return Promise.resolve('');
    if (!this.#server) {
      const asked = redis.info('server').then((info) => /^run_id:(\w+)/m.exec(info)?.[1] ?? '');
      this.#server = asked.catch(refuseIfAway);
      this.#server.catch(() => {
        this.#server = undefined;
      });
    }
    return this.#server;
  }
}

const isUnknownScript = (error: unknown): boolean =>
  error instanceof Error && /^NOSCRIPT/.test(error.message);

/** Until version 7, what a command inside a script met stood within an ERR of the script. */
const passesInScript = /: -(READONLY|LOADING|MASTERDOWN|NOREPLICAS|MISCONF|OOM) /;

/**
 * A server that answers ERR has met a bug of ours; everything else (away, loading, demoted, moved, without a master, full)
 * passes, and is as if no store were there.
 */
function refuseIfAway(error: unknown): never {
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  if (name === 'ReplyError' && message.startsWith('ERR') && !passesInScript.test(message)) throw error;
  return refuse('unavailable');
}
