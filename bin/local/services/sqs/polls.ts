/** Receivers that wait for a message. A long poll lasts in real time: whoever holds the socket lives there. */
import type { Queue } from './queue.ts';

export const longPolls = () => {
  const waiting = new Map<Queue, Set<() => void>>();
  return {
    wait: (queue: Queue, seconds: number) =>
      new Promise<void>((resolve) => {
        const waiters = waiting.get(queue) ?? new Set();
        waiting.set(queue, waiters);
        const done = () => {
          clearTimeout(timer);
          waiters.delete(done);
          resolve();
        };
        const timer = setTimeout(done, seconds * 1000);
        waiters.add(done);
      }),
    wake: (queue: Queue) => {
      for (const wake of waiting.get(queue) ?? []) wake();
    },
    end: () => {
      for (const wakes of waiting.values()) for (const wake of wakes) wake();
    },
  };
};
