/** Hands out what comes in groups until a part is full, and then says whether there is more. */
export const inParts = <T>(groups: AsyncIterable<readonly T[]>, size: number) => {
  const source = groups[Symbol.asyncIterator]();
  let left: readonly T[] = [];
  const more = async (): Promise<boolean> => {
    while (left.length === 0) {
      const group = await source.next();
      if (group.done) return false;
      left = group.value;
    }
    return true;
  };
  return {
    more,
    next: async function* (): AsyncGenerator<readonly T[]> {
      for (let room = size; room > 0 && (await more());) {
        const some = left.slice(0, room);
        left = left.slice(room);
        room -= some.length;
        yield some;
      }
    },
  };
};
