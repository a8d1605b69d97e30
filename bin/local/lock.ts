/** One runtime per data directory: two of them would write the same files. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Takes the lock and returns its release. The lock of a process that is gone is taken over. */
export const lock = (directory: string): (() => void) => {
  const file = join(directory, 'lock');
  const mine = `${process.pid} ${bornAt(process.pid)}`;
  try {
    writeFileSync(file, mine, { flag: 'wx' });
  } catch {
    const [pid = '', born = ''] = existsSync(file) ? readFileSync(file, 'utf8').split(' ') : [];
    if (isAlive(Number(pid)) && bornAt(Number(pid)) === born)
      throw new Error(`The local cloud in ${directory} already runs as process ${pid}`);
    writeFileSync(file, mine);
  }
  return () => {
    rmSync(file, { force: true });
  };
};

const isAlive = (pid: number): boolean => {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/**
 * Start time of a process where the system tells it: a number is given again, a number with its birth is not.
 */
const bornAt = (pid: number): string => {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return '-';
  const text = readFileSync(file, 'utf8');
  const [state, ...fields] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // A zombie is dead; only nobody has asked how it ended.
  return state === 'Z' ? 'dead' : (fields[18] ?? '-');
};
