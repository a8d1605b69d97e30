/** One queue: order, visibility, deduplication and dead letters. Knows no wire and no consumer. */
import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../../seam.ts';
import { AwsError } from '../wire.ts';
import type { Entry, Kept, Message, QueueSettings, Sending } from './message.ts';

export interface Around {
  clock: Clock;
  kept: Kept;
  write: (...entries: Entry[]) => void;
  /** Called whenever something may have become deliverable. */
  ready(): void;
  /** Takes over a message that was received too often. */
  bury(message: Message): void;
  nextSequence(): number;
}
export interface Taking {
  max: number;
  visibilitySeconds?: number | undefined;
  mapped?: boolean;
  /** An event source mapping works one group of a FIFO queue per batch, and at most 6 MB. */
  oneGroup?: boolean;
  maxBytes?: number;
}

export type Queue = ReturnType<typeof openQueue>;

const DEDUPE_MS = 300_000;

export const openQueue = (settings: QueueSettings, around: Around) => {
  const { clock, kept, write } = around;
  const { messages, dedupe } = kept;
  const hidden = new Map<string, { cancel(): void }>();

  const hide = (message: Message) => {
    hidden.get(message.id)?.cancel();
    hidden.delete(message.id);
    if (message.visibleAt <= clock.now()) return around.ready();
    const timer = clock.at(message.visibleAt, `sqs ${settings.name} shows ${message.id}`, () => {
      hidden.delete(message.id);
      around.ready();
    });
    hidden.set(message.id, timer);
  };
  const note = (message: Message) => {
    const { id, visibleAt, received, firstReceivedAt: first, mapped = false } = message;
    write({ q: settings.name, id, visibleAt, received, first, mapped });
  };
  const drop = (ids: string[]) => {
    if (ids.length === 0) return;
    for (const id of ids) {
      hidden.get(id)?.cancel();
      hidden.delete(id);
      messages.delete(id);
    }
    write({ q: settings.name, gone: ids });
    // The next message of a FIFO group may go once this one is gone.
    if (settings.fifo) around.ready();
  };
  /** Messages are in the order of sending, so the expired ones are at the front. */
  const forgetOld = () => {
    const now = clock.now();
    const old: string[] = [];
    for (const message of messages.values()) {
      if (message.sentAt + settings.retentionSeconds * 1000 > now) break;
      old.push(message.id);
    }
    drop(old);
    for (const [key, seen] of dedupe) {
      if (seen.at + DEDUPE_MS > now) break;
      dedupe.delete(key);
    }
  };
  const held = (handle: string): Message | undefined => {
    const [, id = '', count] = /^(.+):(\d+)$/.exec(Buffer.from(handle, 'base64url').toString()) ?? [];
    if (count === undefined)
      throw new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not valid.`);
    const message = messages.get(id);
    // A handle of an earlier receipt has no power over the message any more.
    return message?.received === Number(count) ? message : undefined;
  };

  return {
    settings,
    hide,
    /**
     * After a restart: timers of what is hidden; what a mapping held is free, since its invocation is dead.
     */
    resume: () => {
      for (const message of messages.values()) {
        if (message.mapped && message.visibleAt > clock.now()) message.visibleAt = clock.now();
        hide(message);
      }
    },
    close: () => {
      for (const timer of hidden.values()) timer.cancel();
    },
    send: (sending: Sending): { id: string; seq: number } => {
      forgetOld();
      const now = clock.now();
      const key = settings.fifo ? dedupeKey(settings, sending) : undefined;
      const seen = key === undefined ? undefined : dedupe.get(key);
      if (seen) return seen;
      const delay = (settings.fifo ? undefined : sending.delaySeconds) ?? settings.delaySeconds;
      const message: Message = {
        id: randomUUID(),
        body: sending.body,
        attributes: sending.attributes,
        trace: sending.trace,
        sender: sending.sender ?? 'local',
        sentAt: now,
        seq: around.nextSequence(),
        group: sending.group,
        dedupe: key,
        visibleAt: now + delay * 1000,
        received: 0,
      };
      const entries: Entry[] = [{ q: settings.name, put: message }];
      if (key !== undefined) {
        const fresh = { at: now, id: message.id, seq: message.seq };
        dedupe.set(key, fresh);
        entries.push({ q: settings.name, key, dedupe: fresh });
      }
      messages.set(message.id, message);
      write(...entries);
      hide(message);
      return message;
    },
    /**
     * Puts a message that moves here from another queue; its age counts on as AWS counts it for standard
     * queues.
     */
    adopt: (message: Message) => {
      messages.set(message.id, message);
      write({ q: settings.name, put: message });
      hide(message);
    },
    take: ({ max, visibilitySeconds, mapped = false, oneGroup = false, maxBytes = Infinity }: Taking) => {
      forgetOld();
      const now = clock.now();
      const taken: Message[] = [];
      let bytes = 0;
      for (const message of deliverable(settings, messages, hidden)) {
        if (oneGroup && taken[0] && taken[0].group !== message.group) continue;
        if (settings.redrive && message.received >= settings.redrive.maxReceiveCount) {
          around.bury(message);
          continue;
        }
        bytes += message.body.length;
        if (taken.length > 0 && bytes > maxBytes) break;
        taken.push(message);
        if (taken.length >= max) break;
      }
      for (const message of taken) {
        message.visibleAt = now + (visibilitySeconds ?? settings.visibilitySeconds) * 1000;
        message.received += 1;
        message.firstReceivedAt ??= now;
        message.mapped = mapped;
        hide(message);
        note(message);
      }
      return taken;
    },
    handle: (message: Message): string =>
      Buffer.from(`${message.id}:${message.received}`).toString('base64url'),
    remove: (handle: string) => drop([held(handle)?.id ?? []].flat()),
    drop,
    changeVisibility: (handle: string, seconds: number) => {
      const message = held(handle);
      if (!message || !hidden.has(message.id))
        throw new AwsError(
          'MessageNotInflight',
          'The message referred to is not in flight.',
          400,
          'AWS.SimpleQueueService.MessageNotInflight',
        );
      message.visibleAt = clock.now() + seconds * 1000;
      note(message);
      hide(message);
    },
    purge: () => drop([...messages.keys()]),
    /** True when a receive would find something now. */
    hasReady: () => {
      forgetOld();
      return !deliverable(settings, messages, hidden).next().done;
    },
    depths: () => {
      forgetOld();
      let delayed = 0;
      for (const id of hidden.keys()) if (messages.get(id)?.received === 0) delayed += 1;
      const [oldest] = messages.values();
      return {
        visible: messages.size - hidden.size,
        inFlight: hidden.size - delayed,
        delayed,
        oldestSeconds: oldest ? Math.floor((clock.now() - oldest.sentAt) / 1000) : 0,
      };
    },
    messages: (): Message[] => {
      forgetOld();
      return [...messages.values()];
    },
  };
};

/** In order; of a FIFO group nothing as long as one of its messages is out. */
function* deliverable(
  settings: QueueSettings,
  messages: Map<string, Message>,
  hidden: Map<string, unknown>,
): Generator<Message> {
  if (messages.size === hidden.size) return;
  const blocked = new Set<string | undefined>();
  if (settings.fifo) for (const id of hidden.keys()) blocked.add(messages.get(id)?.group);
  for (const message of messages.values()) {
    if (hidden.has(message.id) || (settings.fifo && blocked.has(message.group))) continue;
    yield message;
  }
}

const dedupeKey = (settings: QueueSettings, { group, dedupe, body }: Sending): string => {
  if (!group)
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageGroupId.');
  if (dedupe) return dedupe;
  if (settings.contentDedupe) return createHash('sha256').update(body).digest('hex');
  throw new AwsError(
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided ' +
      'explicitly',
  );
};
