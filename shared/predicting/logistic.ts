/** Logistic regression with a ridge by Newton’s method (iteratively reweighted least squares). */

const STEPS = 25;
const ENOUGH = 1e-8;

export interface Example {
  readonly row: readonly number[];
  readonly is: boolean;
  readonly weight: number;
  /** Where the log-odds begin, before any weight. */
  readonly from?: number;
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
export const dot = (a: readonly number[], b: readonly number[]): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

/** Weights for the columns; `ridge` draws all of them towards zero, so that there is a solution where all answers are the same. */
export const fitted = (examples: readonly Example[], width: number, ridge: number): number[] => {
  let weights = Array.from({ length: width }, () => 0);
  for (let step = 0; step < STEPS; step++) {
    const move = stepFrom(examples, weights, ridge);
    weights = weights.map((weight, i) => weight + move[i]!);
    if (Math.max(...move.map(Math.abs)) < ENOUGH) break;
  }
  return weights;
};

const stepFrom = (examples: readonly Example[], weights: readonly number[], ridge: number): number[] => {
  const size = weights.length;
  const slope = weights.map((weight) => 0 - ridge * weight);
  const curve = weights.map((_, i) => weights.map((__, j) => (i === j ? ridge : 0)));
  for (const { row, is, weight, from = 0 } of examples) {
    const p = sigmoid(from + dot(row, weights));
    const [spread, miss] = [p * (1 - p) * weight, (Number(is) - p) * weight];
    for (let i = 0; i < size; i++) {
      slope[i]! += miss * row[i]!;
      const line = curve[i]!;
      for (let j = 0; j <= i; j++) line[j]! += spread * row[i]! * row[j]!;
    }
  }
  for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) curve[i]![j] = curve[j]![i]!;
  return solved(curve, slope);
};

/** `a x = b` for a symmetric, positive definite `a` (Cholesky). */
const solved = (a: readonly (readonly number[])[], b: readonly number[]): number[] => {
  const size = b.length;
  const lower = a.map((row) => row.map(() => 0));
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      const rest = a[i]![j]! - dot(lower[i]!.slice(0, j), lower[j]!);
      lower[i]![j] = i === j ? Math.sqrt(rest) : rest / lower[j]![j]!;
    }
  const forth: number[] = [];
  for (let i = 0; i < size; i++) forth.push((b[i]! - dot(lower[i]!.slice(0, i), forth)) / lower[i]![i]!);
  const back = Array.from({ length: size }, () => 0);
  for (let i = size - 1; i >= 0; i--) {
    const known = back.reduce((sum, one, j) => (j > i ? sum + lower[j]![i]! * one : sum), 0);
    back[i] = (forth[i]! - known) / lower[i]![i]!;
  }
  return back;
};
