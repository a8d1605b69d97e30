/**
 * What a warm function remembers from one invocation to the next. All of it is forgotten when the environment is given to
 * another cloud (on one machine clouds follow each other, and the clock of the next may stand before that of the last).
 */
import { subscribe } from 'node:diagnostics_channel';

const all: Map<string, unknown>[] = [];
subscribe('quittance:forget', () => {
  for (const each of all) each.clear();
});

export const memory = <V>(): Map<string, V> => {
  const made = new Map<string, V>();
  all.push(made);
  return made;
};
