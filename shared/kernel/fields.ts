/** The thing without the named fields. */
export const without = <T extends object, K extends keyof T>(one: T, ...names: readonly K[]): Omit<T, K> =>
  Object.fromEntries(Object.entries(one).filter(([name]) => !names.includes(name as K))) as Omit<T, K>;
