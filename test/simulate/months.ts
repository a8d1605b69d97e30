/** Months of a tiny world's books: shut, closed with a seal, and opened again, by the product's own rules. */
import { GENESIS } from '../../shared/audit/chain.ts';
import { sealedOf, sealOf } from '../../shared/closing/chain.ts';
import { snapshotOf } from '../../shared/closing/checklist.ts';
import {
  closedWith,
  mayClose,
  monthBefore,
  NOT_SHUT,
  reopened,
  softClosed,
  untouched,
  type Books,
} from '../../shared/closing/rules.ts';
import { putSealed } from '../../shared/closing/store.ts';
import { fold } from '../../shared/insights/rules.ts';
import { gatesOf, notShut, openDay, type Month, type Shut } from '../../shared/kernel/period.ts';
import type { Item, Write } from '../../shared/kernel/storage.ts';
import type { Entry } from '../../shared/ledger/entry.ts';
import { bookedIn, periodOf, putPeriod, shutOf } from '../../shared/ledger/store.ts';
import type { Table } from './table.ts';

/** What a hand does with the books; its name, or nothing where the rules refuse it. */
type Did = 'soft close' | 'close' | 'reopen' | undefined;

export class TinyMonths {
  private readonly table: Table;
  private readonly tenant: string;
  private readonly entity: string;
  private readonly first: Month;
  constructor(table: Table, tenant: string, entity: string, first: Month) {
    [this.table, this.tenant, this.entity, this.first] = [table, tenant, entity, first];
  }

  /** As `ledger/posting.ts` moves what comes late, with the condition of the commit. */
  posted(entry: Entry | undefined, lot: number): { entry: Entry | undefined; check: Write[] } {
    if (!entry) return { entry, check: [] };
    const on = openDay(entry, this.shut());
    const moved = on === entry.on ? entry : { ...entry, on, documentOn: entry.documentOn ?? entry.on };
    return { entry: moved, check: notShut(this.tenant, [{ ...moved, adjusts: false }], lot) };
  }

  softClose(month: Month, at: string): Did {
    const done = softClosed(this.books(month), this.first, { at, by: 'tiny' }, undefined);
    return done.ok ? this.keep(done.value, 'soft close') : undefined;
  }
  close(month: Month, at: string): Did {
    const books = this.books(month);
    if (mayClose(books, this.first)) return undefined;
    const acts = this.acts().filter(({ pk }) => pk === `${this.tenant}#BOOK#${month}`);
    const until = this.acts()
      .map(bookedIn)
      .filter(({ on }) => on.slice(0, 7) <= month);
    const snapshot = snapshotOf(
      fold(until),
      acts.map((act) => bookedIn(act)),
    );
    const before = month === this.first ? undefined : this.books(monthBefore(month)).period.closed;
    const seal = sealOf(month, before?.seal.seal ?? GENESIS, acts, snapshot);
    const place = { entity: this.entity, month, seal: seal.seal };
    this.table.commit(this.tenant, undefined, putSealed(this.tenant, place, sealedOf(acts)));
    return this.keep(closedWith(books, this.first, { at, by: 'tiny' }, { snapshot, seal }), 'close');
  }
  reopen(month: Month, at: string): Did {
    const done = reopened(
      this.books(month),
      this.first,
      { at, by: 'tiny', approvedBy: 'other' },
      'late facts',
    );
    return done.ok ? this.keep(done.value, 'reopen') : undefined;
  }

  private keep({ period, shut }: Books, did: Did): Did {
    this.table.commit(this.tenant, undefined, [
      putPeriod(this.tenant, period),
      ...gatesOf(this.tenant, this.entity, shut),
    ]);
    return did;
  }
  private books(month: Month): Books {
    const { key, parse } = periodOf(this.tenant, this.entity, month);
    const item = this.table.get(key.pk, key.sk);
    return { period: item ? parse(item) : untouched(this.entity, month), shut: this.shut() };
  }
  private shut(): Shut {
    const { key, parse } = shutOf(this.tenant, this.entity);
    const item = this.table.get(key.pk, key.sk);
    return item ? parse(item) : NOT_SHUT;
  }
  private acts(): Item[] {
    return (this.table.items() as Item[])
      .filter(({ kind }) => kind === 'act')
      .toSorted((a, b) => (a.pk + a.sk < b.pk + b.sk ? -1 : 1));
  }
}
