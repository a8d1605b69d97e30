/** A refusal is an answer and is returned; a bug or an outage is thrown. */
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}
export interface Refusal<C extends string = string> {
  readonly ok: false;
  /** `slice.reason`, stable, listed in the slice's api.ts. */
  readonly code: C;
  /** What is wrong and what to do, for a person. */
  readonly detail: string;
  /** Where in the input, as JSON Pointers with their own sentences. */
  readonly errors?: readonly { pointer: string; detail: string }[];
}
export type Result<T, C extends string = string> = Ok<T> | Refusal<C>;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const refuse = <C extends string>(
  code: C,
  detail: string,
  errors?: Refusal['errors'],
): Refusal<C> => ({
  ok: false,
  code,
  detail,
  ...(errors && { errors }),
});
