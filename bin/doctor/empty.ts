<<<<<<< HEAD
/** A tenant of whom nothing was read yet. */
=======
/** Books in which nothing stands yet. */
>>>>>>> main
import type { Books } from './books.ts';

export const empty = (tenant: string): Books => ({
  tenant,
  customers: [],
  names: new Map(),
  versions: new Map(),
  erasures: [],
  orders: [],
  unbilled: [],
  invoices: [],
  creditNotes: [],
  deposits: [],
  drafts: [],
  imports: [],
  snapshots: new Map(),
  documents: new Set(),
  mails: [],
  wording: new Map(),
  templates: new Map(),
  tasks: [],
  stopped: new Set(),
  payments: [],
  refunds: [],
<<<<<<< HEAD
  refundNames: new Map(),
  writeOffs: [],
  writeOffCaps: new Map(),
  matchCaps: new Map(),
  remittances: [],
=======
  chargebacks: [],
  refundNames: new Map(),
  writeOffs: [],
  writeOffCaps: new Map(),
>>>>>>> main
  attempts: [],
  joints: new Map(),
  payouts: [],
  lines: [],
  statements: [],
  exports: [],
  parked: [],
  messages: [],
  endpoints: [],
  deliveries: [],
  webhookLines: [],
  subscriptions: [],
  periods: [],
  priceChanges: [],
  approvals: [],
  entities: [],
  seconded: [],
  entries: [],
  acts: [],
  records: [],
  seals: [],
<<<<<<< HEAD
=======
  closing: [],
>>>>>>> main
  series: [],
  proven: new Map(),
  numbers: new Map(),
  originals: new Map(),
  exposures: new Map(),
  sources: new Map(),
});
