/**
 * The steps of an erasure. Each takes out one kind of thing, a page at a time, and may be done again at any point: what is out already
 * is found so. What must be true together with the progress is returned as writes for its commit.
 */
import { forgotten } from '../addresses/rules.ts';
import { changeById, putChange } from '../addresses/store.ts';
import { putStanding, standingOf } from '../credit/store.ts';
import { addressKeysOf, keyNamesOf } from '../customers/doubles.ts';
import { pairOf } from '../customers/likeness.ts';
import { versionOf } from '../customers/saving.ts';
import {
  customerById,
  duplicateById,
  payersOf,
  putCustomer,
  putDuplicate,
  putKeyOf,
  putPayer,
  putVersion,
  timelineOf,
  underKey,
  versionsOf,
} from '../customers/store.ts';
import { mailsAmong, putMail } from '../dispatch/store.ts';
import { keepRaw, messageById, putMessage } from '../intake/store.ts';
import { billedTo, parkedInvoice, putParked } from '../invoices/store.ts';
import { expiring } from '../kernel/storage.ts';
import { endMethod } from '../methods/ending.ts';
import { switchAutopay } from '../methods/skipping.ts';
import { autopayOf, methodsOf, putMethod } from '../methods/store.ts';
import { paidBy, putPayment } from '../payments/store.ts';
import { behaviourOf, putBehaviour } from '../predicting/store.ts';
import { putScore, scoreById } from '../risk/store.ts';
import { all, list, read, readAll, readEach, write } from '../runtime/table.ts';
import type { STEPS } from './erasure.ts';
import {
  copiesPayer,
  erasedMail,
  erasedMethod,
  ERASED_NAME,
  erasedMessage,
  erasedPair,
  erasedRecord,
  erasedVersion,
  isErased,
  keptWith,
  namesAccount,
  namesAddresses,
  statesOf,
} from './rules.ts';
import { kept, ofAll, PAGE, type Step } from './parts.ts';
import { replaceVersion } from './store.ts';
import { contacts, disputes, promises, questions, received } from './words.ts';

/** Accounts and blocking keys of the record at any time, and the pairs that these had found. */
const lookups: Step = async (id, _, deps) => {
  const { tenant, now } = deps;
  const customer = (await read(customerById(tenant, id)))!;
  const states = statesOf((await all(versionsOf(tenant, id))).toReversed(), customer);
  const ibans = [...new Set(states.flatMap((state) => state.ibans))];
  const keys = [...new Set(states.flatMap((state) => keyNamesOf(tenant, state)))];
  const addresses = new Set(states.flatMap((state) => addressKeysOf(tenant, state)));
  const others = new Set<string>();
  for (const listing of [
    ...keys.map((key) => underKey(tenant, key)),
    ...ibans.map((iban) => payersOf(tenant, iban)),
  ])
    for (const other of (await list(listing, { limit: PAGE })).data) if (other !== id) others.add(other);
  const pairs = await readAll(
    [...others].map((other) => duplicateById(tenant, pairOf(id, other as typeof id).join('.'))),
  );
  const found = await ofAll(
    pairs.filter(({ reasons }) => reasons.some(({ detail }) => detail !== ERASED_NAME)),
    (pair) => kept(putDuplicate(tenant, erasedPair(pair, deps.actor, now))),
  );
  const gone = await ofAll(
    [
      ...ibans.map((iban) => putPayer(tenant, iban, id)),
      ...[...keys, ...addresses].map((key) => putKeyOf(tenant, key, id)),
    ],
    (one) => kept(expiring(one, now)),
  );
  return { counts: { lookups: gone, pairs: found } };
};

const versions: Step = async (id, { next }, { tenant }) => {
  const { data, nextCursor } = await list(versionsOf(tenant, id), { limit: PAGE, cursor: next.cursor });
  const done = await ofAll(
    data.filter((version) => !isErased(version)),
    (version) => kept(replaceVersion(tenant, id, erasedVersion(version))),
  );
  return { counts: { versions: done }, cursor: nextCursor };
};

/** The record itself, what people said of its credit, and how it paid. */
const record: Step = async (id, erasure, deps) => {
  const { tenant, now } = deps;
  const [customer, standing, score, behaviour] = await readEach(
    customerById(tenant, id),
    standingOf(tenant, id),
    scoreById(tenant, id),
    behaviourOf(tenant, id),
  );
  if (customer!.erased?.state === 'DONE') return {};
  const after = erasedRecord(customer!, erasure.id, now);
  const standsNoMore = standing && { ...standing, version: standing.version + 1 };
  return {
    counts: { records: 1 },
    writes: [
      ...putCustomer(tenant, after, customer),
      putVersion(tenant, id, erasedVersion(versionOf(customer, after, deps))),
      ...(standsNoMore ? [expiring(putStanding(tenant, standsNoMore), now)] : []),
      ...(score ? [expiring(putScore(tenant, { ...score, version: score.version + 1 }), now)] : []),
      ...(behaviour
        ? [expiring(putBehaviour(tenant, { ...behaviour, version: behaviour.version + 1 }), now)]
        : []),
    ],
  };
};

/** What partners sent about it, drafts that became invoices, and where mails went: its timeline has them. */
const timeline: Step = async (id, { next }, { tenant, now }) => {
  const { data, nextCursor } = await list(timelineOf(tenant, id), { limit: PAGE, cursor: next.cursor });
  const facts = data.flatMap((row) => row.facts);
  const idsIn = (...types: string[]): string[] => [
    ...new Set(facts.filter(({ type }) => types.includes(type)).map(({ subject }) => subject)),
  ];
  const came = await readAll(idsIn('intake.done', 'intake.refused').map((one) => messageById(tenant, one)));
  const messages = await ofAll(
    came.filter(({ mapped, errors }) => errors || (mapped as { customer?: unknown } | undefined)?.customer),
    async (message) => {
      await kept(putMessage(tenant, erasedMessage(message)));
      const emptied = await write(expiring(keepRaw(tenant, message.id, '', now), now));
      return emptied.ok;
    },
  );
  const parked = await readAll(idsIn('invoice.parked').map((one) => parkedInvoice(tenant, one)));
  const drafts = await ofAll(
    parked.filter(({ customerName }) => customerName !== ERASED_NAME),
    (draft) => kept(putParked(tenant, { ...draft, version: draft.version + 1, customerName: ERASED_NAME })),
  );
  const changes = await readAll(idsIn('address.change_asked').map((one) => changeById(tenant, one)));
  await ofAll(
    changes.flatMap((change) => forgotten(change, now) ?? []),
    (change) => kept(putChange(tenant, change)),
  );
  const sent = (await list(mailsAmong(tenant, id), { limit: PAGE, cursor: next.cursor })).data;
  const mails = await ofAll(sent.filter((mail) => mail !== undefined).filter(namesAddresses), (mail) =>
    kept(putMail(tenant, erasedMail(mail))),
  );
  return { counts: { messages, drafts, mails }, cursor: nextCursor };
};

const payments: Step = async (id, { next }, { tenant }) => {
  const { data, nextCursor } = await list(paidBy(tenant, id, '0000-01-01'), {
    limit: PAGE,
    cursor: next.cursor,
  });
  const done = await ofAll(data.filter(copiesPayer), (payment) =>
    kept(putPayment(tenant, { ...payment, version: payment.version + 1, payer: {} })),
  );
  return { counts: { payments: done }, cursor: nextCursor };
};

/** Nothing is charged any more, and the provider is told to forget it (`MethodEnded`); what a payer would know it by goes. */
const methods: Step = async (id, _, deps) => {
  const { tenant } = deps;
  const rows = await all(methodsOf(tenant, id));
  if ((await read(autopayOf(tenant, id)))?.on) {
    const off = await switchAutopay(id, (before) => ({ ...before, on: false }), deps);
    if (!off.ok) throw new Error(off.detail);
  }
  const done = await ofAll(rows.filter(namesAccount), async (row) => {
    const over = await endMethod({ customerId: id, methodId: row.id }, { reason: 'erased' }, deps);
    if (!over.ok) throw new Error(over.detail);
    return kept(putMethod(tenant, erasedMethod(over.value!)));
  });
  return { counts: { methods: done } };
};

const keptByLaw: Step = async (id, erasure, { tenant, now }) => {
  const { data, nextCursor } = await list(billedTo(tenant, id), {
    limit: PAGE,
    cursor: erasure.next.cursor,
  });
  const issued = data.map(({ seller, issuedOn }) => ({ country: seller.address.country, issuedOn }));
  return { kept: keptWith(erasure.kept, issued, now.slice(0, 10)), cursor: nextCursor };
};

/** `look` is not among them: it decides for all of the customers together. */
export const TAKE_OUT: Readonly<Record<Exclude<(typeof STEPS)[number], 'look'>, Step>> = {
  lookups,
  versions,
  record,
  timeline,
  payments,
  methods,
  promises,
  contacts,
  received,
  disputes,
  questions,
  kept: keptByLaw,
};
