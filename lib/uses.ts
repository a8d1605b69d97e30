/** What a line of the wiring says of a function. */
import type { EventType } from '../shared/kernel/events.ts';
import type { Folder } from '../shared/kernel/storage.ts';

type TableAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'ConditionCheckItem';

/** What a function may do; each word becomes the narrowest grant and the variable that its client reads. */
export interface Uses {
  readonly table?: readonly TableAction[];
  /** Indexes that may be queried; the table itself may be only with `Query` in `table`. */
  readonly indexes?: readonly ('g1' | 'g2' | 'g3')[];
  /** Object actions on the documents bucket, each in one folder. */
  readonly bucket?: readonly `${'GetObject' | 'PutObject' | 'DeleteObject'} ${Folder}`[];
  readonly secrets?: readonly ('providers' | 'linkKey' | 'sealKey')[];
  /** Asks a provider or an issuer outside; see `runtime/http.ts`. */
  readonly outward?: true;
  readonly mail?: true;
  /** Reads the domain at which answers to mails come in. */
  readonly replies?: true;
  /** Reads who looks for viruses. */
  readonly scans?: true;
  readonly bus?: true;
  readonly publicUrl?: true;
}
export interface Fn {
  readonly entry: string;
  readonly uses: Uses;
  readonly memory?: number;
  readonly timeoutSeconds?: number;
}
export interface Worker extends Fn {
  /** Puts messages into its own queue, to be worked on later. */
  readonly retries?: true;
  /** Messages in one invocation; ten where absent. */
  readonly batch?: number;
  readonly on: readonly EventType[];
  /** What stays undone while this worker's messages wait in its dead-letter queue. */
  readonly impact: string;
}

/** What a function asks of the table to load one thing and commit, to move a sum with it, and to change several. */
export const commits = ['GetItem', 'PutItem'] as const;
export const moves = [...commits, 'UpdateItem'] as const;
export const changes = [...moves, 'Query', 'BatchGetItem'] as const;
