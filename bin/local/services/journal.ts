/**
 * An append-only file of JSON lines. A line is in the kernel's hands before `write` returns, so killing this
 * process loses nothing that was acknowledged; a line cut off by the kill was never acknowledged and is
 * dropped.
 */
import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';

export interface Journal<Entry> {
  write(...entries: Entry[]): void;
  close(): void;
}

/**
 * What is kept: `replay` takes one old entry, `snapshot` gives the fewest entries that say the same as all so
 * far.
 */
interface State<Entry> {
  replay(entry: Entry): void;
  snapshot(): Entry[];
}

const COMPACT_AFTER = 20_000;

/**
 * Replays the file into the state, then compacts it now and whenever it has grown well past what is alive.
 */
export const openJournal = <Entry>(file: string, state: State<Entry>): Journal<Entry> => {
  if (existsSync(file)) {
    for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
      state.replay(JSON.parse(line) as Entry);
    }
  }
  let handle: number | undefined;
  let budget = 0;
  const compact = () => {
    const entries = state.snapshot();
    writeFileSync(`${file}.new`, lines(entries));
    renameSync(`${file}.new`, file);
    if (handle !== undefined) closeSync(handle);
    handle = openSync(file, 'a');
    budget = Math.max(COMPACT_AFTER, entries.length * 4);
  };
  compact();
  return {
    write: (...entries) => {
      if (handle === undefined || entries.length === 0) return;
      // Compaction comes before the write: the state may not hold these entries yet.
      if ((budget -= entries.length) < 0) compact();
      appendFileSync(handle, lines(entries));
    },
    close: () => {
      if (handle !== undefined) closeSync(handle);
      handle = undefined;
    },
  };
};

const lines = (entries: unknown[]): string => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
