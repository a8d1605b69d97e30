/** Does something with each of many, with eight of them at a time; the first that fails ends it. */
export const eachAtOnce = async <T>(
  many: AsyncGenerator<T> | IterableIterator<T>,
  act: (one: T) => Promise<void>,
): Promise<void> => {
  const work = async (): Promise<void> => {
    for await (const one of many) await act(one);
  };
  await Promise.all(Array.from({ length: 8 }, work));
};
