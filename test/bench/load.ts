/** A closed loop: so many clients, each beginning its next flow when the last one ended. */
export interface Load {
  readonly clients: number;
  readonly flows: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export const load = async (clients: number, seconds: number, run: () => Promise<number>): Promise<Load> => {
  const began = performance.now();
  const until = began + seconds * 1000;
  const times: number[] = [];
  const client = async (): Promise<void> => {
    while (performance.now() < until) times.push(await run());
  };
  await Promise.all(Array.from({ length: clients }, client));
  const took = (performance.now() - began) / 1000;
  const at = quantiles(times);
  return { clients, flows: times.length, perSecond: times.length / took, p50: at(0.5), p99: at(0.99) };
};

export const quantiles = (times: readonly number[]): ((share: number) => number) => {
  const sorted = [...times].sort((a, b) => a - b);
  return (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
