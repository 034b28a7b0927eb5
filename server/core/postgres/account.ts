import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** An account of the operating system. */
export type Account = { uid: number; gid: number };

/** How to start a program: `[...before, program, ...args]`, with these two spawn options. */
export type Launcher = { before: string[]; as: Partial<Account> };

// What owns no files on a usual machine. Not `nobody` first: the media sandbox runs as nobody and must not
// be able to read the database.
const powerless = ['daemon', 'nobody'];

/**
 * The account that PostgreSQL runs as. It refuses root, so root lends it a powerless account; data that is
 * there already keeps its owner.
 */
export async function accountFor(folder: string): Promise<Account> {
  const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  if (own.uid !== 0) return own;
  const owner = await stat(folder).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return await powerlessAccount();
}

async function powerlessAccount(): Promise<Account> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of powerless) {
    const found = lines.find((fields) => fields[0] === name);
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither "daemon" nor "nobody".');
}

/**
 * How root starts a program as `account`. Where the account may not enter a folder (a checkout below /root),
 * the program is lent the one capability to read and pass through folders, and nothing else of root's power.
 */
export async function launcherFor(account: Account, folders: string[]): Promise<Launcher> {
  if (process.getuid?.() !== 0) return { before: [], as: {} };
  const reachable = await Promise.all(folders.map((folder) => mayEnter(account, folder)));
  if (!reachable.includes(false)) return { before: [], as: account };
  const lent = await lendable();
  if (!lent) {
    throw new Error(
      `PostgreSQL runs as user ${account.uid} here, who may not enter ${folders[reachable.indexOf(false)]}. ` +
        'Start as another user than root, or choose a DATA_DIR and a checkout that everybody may enter.',
    );
  }
  // Without no_setuid_fixup, access(2) leaves capabilities out, and PostgreSQL asks by it for its own programs.
  const ids = [
    '--reuid',
    String(account.uid),
    '--regid',
    String(account.gid),
    '--clear-groups',
    '--securebits=+no_setuid_fixup',
  ];
  return {
    before: ['setpriv', ...ids, `--inh-caps=-all,+${lent}`, `--ambient-caps=-all,+${lent}`, '--'],
    as: {},
  };
}

async function mayEnter(account: Account, folder: string): Promise<boolean> {
  const { uid, gid, mode } = await stat(folder);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  return folder === dirname(folder) || (await mayEnter(account, dirname(folder)));
}

/** The smaller of the two capabilities that this machine leaves to root; containers often keep only the second. */
async function lendable(): Promise<string | undefined> {
  const status = await readFile('/proc/self/status', 'utf8');
  const bounding = BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`);
  if (bounding & (1n << 2n)) return 'dac_read_search';
  return bounding & (1n << 1n) ? 'dac_override' : undefined;
}
