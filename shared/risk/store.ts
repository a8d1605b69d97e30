/**
 * Table: SCORE `${t}#SCORE#${customer}`/SCORE · CHECKPOINT `${t}#EXPOSURE`/CHECKPOINT: the last night, and how far orders were looked
 * through; PENDING beside it as PENDING#${chunk}: ids of orders from before that may still burden an account
 * 1. score, checkpoint: 1 read each · 2. pending: 1 query
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Checkpoint, Score } from './risk.ts';

export const scoreById = (tenant: string, customer: string): Read<Score> => ({
  key: { pk: `${tenant}#SCORE#${customer}`, sk: 'SCORE' },
  parse: docOf(Score),
});
export const putScore = (tenant: string, score: Score): Write<'table.stale'> =>
  saved(scoreById(tenant, score.customerId).key, 'score', score, `score of ${score.customerId}`);

export const checkpoint = (tenant: string): Read<Checkpoint> => ({
  key: { pk: `${tenant}#EXPOSURE`, sk: 'CHECKPOINT' },
  parse: docOf(Checkpoint),
});
export const pendingOrders = (tenant: string): Listing<readonly string[]> => ({
  partition: `${tenant}#EXPOSURE`,
  begins: 'PENDING#',
  parse: (item) => (item['ids'] ?? []) as string[],
});

/** Far below the size of an item: an id has thirty characters. */
const CHUNK = 5_000;
/** Chunks that the night before had more of are emptied; the checkpoint comes last, so that a night cut short counts as none. */
export const putCheckpoint = (
  tenant: string,
  point: Omit<Checkpoint, 'chunks'>,
  pending: readonly string[],
  before: number,
): Write<'table.stale'>[] => {
  const chunks = Math.ceil(pending.length / CHUNK);
  return [
    ...Array.from({ length: Math.max(chunks, before) }, (_, at) => ({
      put: {
        pk: `${tenant}#EXPOSURE`,
        sk: `PENDING#${String(at).padStart(4, '0')}`,
        kind: 'pending-orders',
        ids: pending.slice(at * CHUNK, (at + 1) * CHUNK),
      },
      clash: 'table.stale' as const,
      about: 'pending orders',
    })),
    {
      put: { ...checkpoint(tenant).key, kind: 'exposure-checkpoint', doc: { ...point, chunks } },
      clash: 'table.stale',
      about: 'the checkpoint',
    },
  ];
};
