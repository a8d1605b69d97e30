/** The thing without the named fields. */
export const without = <T extends object, K extends keyof T>(one: T, ...names: readonly K[]): Omit<T, K> =>
  Object.fromEntries(Object.entries(one).filter(([name]) => !names.includes(name as K))) as Omit<T, K>;

/** The thing with the named fields alone, as far as it has them. */
export const only = <T extends object, K extends keyof T>(one: T, ...names: readonly K[]): Pick<T, K> =>
  Object.fromEntries(names.flatMap((name) => (one[name] === undefined ? [] : [[name, one[name]]]))) as Pick<
    T,
    K
  >;

/** As text, and the same text in whatever order the members come. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
