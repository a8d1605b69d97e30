/** What a queue holds, what it is told and what it writes to its journal. */
import type { MessageAttributes } from './attributes.ts';

export interface Message {
  id: string;
  body: string;
  attributes?: MessageAttributes | undefined;
  trace?: string | undefined;
  sender: string;
  sentAt: number;
  seq: number;
  group?: string | undefined;
  dedupe?: string | undefined;
  /** Hidden until then: delayed, or received and neither deleted nor given back. */
  visibleAt: number;
  received: number;
  firstReceivedAt?: number | undefined;
  /** The ARN of the queue that gave it up, for a message in a dead-letter queue. */
  from?: string | undefined;
  /** Received by an event source mapping: those end with the process. */
  mapped?: boolean | undefined;
}
export interface Sending {
  body: string;
  attributes?: MessageAttributes | undefined;
  trace?: string | undefined;
  sender?: string;
  delaySeconds?: number | undefined;
  group?: string | undefined;
  dedupe?: string | undefined;
}
export interface QueueSettings {
  name: string;
  arn: string;
  fifo: boolean;
  contentDedupe: boolean;
  delaySeconds: number;
  visibilitySeconds: number;
  retentionSeconds: number;
  waitSeconds: number;
  maximumBytes: number;
  redrive?: { arn: string; maxReceiveCount: number } | undefined;
}
/** What survives a restart. */
export interface Kept {
  messages: Map<string, Message>;
  dedupe: Map<string, Dedupe>;
}
export interface Dedupe {
  at: number;
  id: string;
  seq: number;
}
export type Entry =
  | { q: string; put: Message }
  | {
      q: string;
      id: string;
      visibleAt: number;
      received: number;
      first?: number | undefined;
      mapped?: boolean;
    }
  | { q: string; gone: string[] }
  | { q: string; key: string; dedupe: Dedupe };
