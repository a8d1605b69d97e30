import { besideOthers } from './beside.ts';

/** Does something with each of many, with eight of them at a time beside each other; the first that fails ends it. */
export const eachAtOnce = async <T>(
  many: AsyncGenerator<T> | IterableIterator<T>,
  act: (one: T) => Promise<void>,
): Promise<void> => {
  const work = async (): Promise<void> => {
    for await (const one of many) await act(one);
  };
  await besideOthers(() => Promise.all(Array.from({ length: 8 }, work)));
};

/** What an action makes of each of many, in their order, with so many of them at a time beside each other. */
export const mapAtOnce = async <T, R>(
  many: readonly T[],
  atOnce: number,
  act: (one: T) => Promise<R>,
): Promise<R[]> => {
  const made: R[] = [];
  for (let at = 0; at < many.length; at += atOnce)
    made.push(...(await besideOthers(() => Promise.all(many.slice(at, at + atOnce).map(act)))));
  return made;
};
