/**
 * Environments that outlive their cloud. The next cloud of this process takes one for the same function instead of starting
 * it: most of what a short story costs would be starts. Only threads are given on; they forget what they remembered.
 */
import type { Environment, FunctionSpec, LaunchOptions } from './environment.ts';

/** A thread that waits for its next cloud. */
export interface Spare {
  /** The session token that its clients already use. */
  session: string;
  environment: Environment;
  /** Works for another cloud from now on; that cloud's listener hears when it is ready. */
  adopt(options: LaunchOptions): void;
}
export interface Shelf {
  take(spec: FunctionSpec, endpoint: string): Spare | undefined;
  put(spec: FunctionSpec, endpoint: string, spare: Spare): void;
}

/** One for each function of a deployment, or nearly so: a second one costs more memory than its start costs time. */
const MOST = 100;

export const newShelf = (): Shelf => {
  const spares = new Map<string, Spare>();
  const taken = (key: string): Spare | undefined => {
    const found = spares.get(key);
    spares.delete(key);
    return found;
  };
  return {
    take: (spec, endpoint) => taken(keyOf(spec, endpoint)),
    put: (spec, endpoint, spare) => {
      const key = keyOf(spec, endpoint);
      taken(key)?.environment.kill();
      spares.set(key, spare);
      const [oldest] = spares.keys();
      if (spares.size > MOST) taken(oldest!)?.environment.kill();
    },
  };
};

/** Its clients have resolved where the cloud is; everything else in its variables is read when it is needed. */
const keyOf = ({ name, directory, handler, memoryMb }: FunctionSpec, endpoint: string): string =>
  JSON.stringify([name, directory, handler, memoryMb, endpoint]);
