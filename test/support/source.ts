/** The source as data: every file with its lines, its imports and what kind of file it is in the house. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Upstream first. A slice may import from those before it, and announces to those after it. */
export const SLICES = [
  'approvals',
  'access',
  'audit',
  'customers',
  'pricing',
  'rates',
  'agreements',
  'ledger',
  'credit',
  'orders',
  'inventory',
  'intake',
  'numbering',
  'invoices',
  'documents',
  'imports',
  'payments',
  'tasks',
  'claims',
  'portal',
  'dispatch',
  'addresses',
  'bank',
  'cash',
  'risk',
  'predicting',
  'notices',
  'dunning',
  'plans',
  'insights',
  'accounts',
  'corrections',
  'deposits',
  'writeoffs',
  'refunds',
  'chargebacks',
  'deductions',
  'promises',
  'collecting',
  'disputes',
  'replies',
  'inbound',
  'unapplied',
  'slips',
  'methods',
  'agencies',
  'figures',
  'simulating',
  'subscriptions',
  'questions',
  'selfservice',
  'templates',
  'privacy',
  'forecasting',
  'reporting',
  'operations',
  'exports',
  'warnings',
  'webhooks',
  'sync',
  'closing',
];
/** A slice's noun is its name in the singular, except where the capability is not called after its thing. */
const NOUNS: Readonly<Record<string, string>> = {
  access: 'tenant',
  pricing: 'price',
  ledger: 'entry',
  numbering: 'series',
  portal: 'payview',
  dispatch: 'mail',
  bank: 'statement',
  cash: 'match',
  intake: 'intake',
  sync: 'link',
  privacy: 'erasure',
  replies: 'reply',
  inbound: 'received',
  unapplied: 'policy',
  collecting: 'row',
  dunning: 'policy',
  simulating: 'simulation',
  selfservice: 'session',
  addresses: 'change',
  agencies: 'agency',
  reporting: 'report',
  predicting: 'prediction',
  forecasting: 'forecast',
};
/** Things that a slice keeps beside the one that it is called after. */
const MORE_NOUNS = [
  'shared/invoices/credit-note.ts',
  'shared/invoices/deposit.ts',
  'shared/invoices/check.ts',
  'shared/invoices/delivery.ts',
  'shared/audit/seal.ts',
  'shared/payments/allocation.ts',
  'shared/cash/alias.ts',
  'shared/cash/policy.ts',
  'shared/cash/remittance.ts',
  'shared/cash/simulation.ts',
  'shared/ledger/period.ts',
  'shared/ledger/invariant.ts',
  'shared/customers/customer-import.ts',
  'shared/customers/erased.ts',
  'shared/subscriptions/plan.ts',
  'shared/subscriptions/wanted.ts',
  'shared/subscriptions/price-change.ts',
  'shared/invoices/part.ts',
  'shared/invoices/parties.ts',
  'shared/invoices/state.ts',
  'shared/invoices/planned.ts',
  'shared/orders/bill.ts',
  'shared/orders/events.ts',
  'shared/orders/unbilled.ts',
  'shared/orders/deposited.ts',
  'shared/operations/number-note.ts',
  'shared/operations/numbering-audit.ts',
  'shared/access/bank.ts',
  'shared/access/issuer.ts',
  'shared/access/opening.ts',
  'shared/access/autopay.ts',
  'shared/payments/on-file.ts',
  'shared/methods/collection.ts',
  'shared/methods/invitation.ts',
  'shared/methods/new-method.ts',
  'shared/methods/use.ts',
  'shared/access/role.ts',
  'shared/dispatch/template.ts',
  'shared/dispatch/variables.ts',
  'shared/dispatch/mailing.ts',
  'shared/bank/layout.ts',
  'shared/bank/movement.ts',
  'shared/payments/collection.ts',
  'shared/ledger/chart.ts',
  'shared/chargebacks/claim.ts',
  'shared/deductions/policy.ts',
  'shared/collecting/contact.ts',
  'shared/customers/hold.ts',
  'shared/dunning/touch.ts',
  'shared/dunning/trigger.ts',
  'shared/dunning/service.ts',
  'shared/disputes/count.ts',
  'shared/disputes/events.ts',
  'shared/disputes/file.ts',
  'shared/disputes/policy.ts',
  'shared/disputes/proof.ts',
  'shared/disputes/wanted.ts',
  'shared/claims/late-charge.ts',
  'shared/predicting/behaviour.ts',
  'shared/predicting/model.ts',
  'shared/agencies/case.ts',
  'shared/agencies/events.ts',
  'shared/exports/schedule.ts',
  'shared/figures/review.ts',
  'shared/exports/columns.ts',
  'shared/exports/lake.ts',
  'shared/exports/recipient.ts',
  'shared/warnings/policy.ts',
  'shared/warnings/watch.ts',
];
/**
 * Modules that read through the runtime for the actions of their slice and hold no decision, cut out of
 * `actions.ts` for its length. They follow the rule of actions; those downstream may call them like a store.
 */
const HANDS = [
  'shared/agencies/ending.ts',
  'shared/agencies/filing.ts',
  'shared/agencies/following.ts',
  'shared/agencies/gathering.ts',
  'shared/agencies/handing.ts',
  'shared/agencies/mailing.ts',
  'shared/agencies/noting.ts',
  'shared/agencies/paying-over.ts',
  'shared/agencies/preparing.ts',
  'shared/agencies/regarding.ts',
  'shared/agencies/remitting.ts',
  'shared/agencies/showing.ts',
  'shared/audit/sealing.ts',
  'shared/privacy/open.ts',
  'shared/privacy/taking-out.ts',
  'shared/privacy/erasing.ts',
  'shared/privacy/telling.ts',
  'shared/privacy/parts.ts',
  'shared/privacy/words.ts',
  'shared/corrections/agreed.ts',
  'shared/corrections/correcting.ts',
  'shared/corrections/debiting.ts',
  'shared/corrections/giving-back.ts',
  'shared/corrections/issuing.ts',
  'shared/corrections/take-back.ts',
  'shared/corrections/voiding.ts',
  'shared/deposits/closing.ts',
  'shared/deposits/taxing.ts',
  'shared/writeoffs/giving-up.ts',
  'shared/unapplied/applying.ts',
  'shared/unapplied/reassigning.ts',
  'shared/unapplied/families.ts',
  'shared/unapplied/paying.ts',
  'shared/chargebacks/hearing.ts',
  'shared/chargebacks/claiming.ts',
  'shared/claims/awaiting.ts',
  'shared/claims/charging.ts',
  'shared/claims/settling.ts',
  'shared/claims/owing.ts',
  'shared/claims/forgiving.ts',
  'shared/deductions/deciding.ts',
  'shared/deductions/keeping.ts',
  'shared/deductions/opening.ts',
  'shared/promises/making.ts',
  'shared/promises/judging.ts',
  'shared/tasks/opening.ts',
  'shared/promises/mailing.ts',
  'shared/promises/paging.ts',
  'shared/collecting/keeping.ts',
  'shared/collecting/judging.ts',
  'shared/notices/issuing.ts',
  'shared/dunning/approving.ts',
  'shared/dunning/finding.ts',
  'shared/dunning/gathering.ts',
  'shared/dunning/holding.ts',
  'shared/dunning/judging.ts',
  'shared/dunning/reading.ts',
  'shared/dunning/restoring.ts',
  'shared/dunning/scoring.ts',
  'shared/dunning/serving.ts',
  'shared/dunning/touching.ts',
  'shared/dunning/triggering.ts',
  'shared/disputes/agreed.ts',
  'shared/disputes/answering.ts',
  'shared/disputes/crediting.ts',
  'shared/disputes/deciding.ts',
  'shared/disputes/evidence.ts',
  'shared/disputes/judging.ts',
  'shared/disputes/keeping.ts',
  'shared/disputes/mailing.ts',
  'shared/disputes/mailed.ts',
  'shared/disputes/opening.ts',
  'shared/disputes/previewing.ts',
  'shared/disputes/proving.ts',
  'shared/disputes/saying.ts',
  'shared/disputes/taking-in.ts',
  'shared/simulating/reading.ts',
  'shared/replies/taking.ts',
  'shared/replies/writing.ts',
  'shared/inbound/placing.ts',
  'shared/inbound/receiving.ts',
  'shared/slips/banking.ts',
  'shared/slips/deciding.ts',
  'shared/payments/hearing.ts',
  'shared/payments/reversing.ts',
  'shared/payments/charging.ts',
  'shared/methods/keeping.ts',
  'shared/methods/filing.ts',
  'shared/methods/inviting.ts',
  'shared/methods/invited.ts',
  'shared/methods/ending.ts',
  'shared/methods/reading.ts',
  'shared/methods/collecting.ts',
  'shared/methods/refusing.ts',
  'shared/methods/telling.ts',
  'shared/methods/choosing.ts',
  'shared/methods/skipping.ts',
  'shared/payments/keeping.ts',
  'shared/payments/pulling.ts',
  'shared/refunds/giving-back.ts',
  'shared/refunds/sending.ts',
  'shared/invoices/collected.ts',
  'shared/invoices/collecting.ts',
  'shared/orders/collecting.ts',
  'shared/invoices/latest.ts',
  'shared/invoices/checking.ts',
  'shared/invoices/drafting.ts',
  'shared/invoices/issuing.ts',
  'shared/invoices/parked.ts',
  'shared/invoices/preview.ts',
  'shared/imports/importing.ts',
  'shared/imports/receiving.ts',
  'shared/imports/taking.ts',
  'shared/operations/auditing.ts',
  'shared/operations/gathering.ts',
  'shared/operations/papers.ts',
  'shared/operations/proving.ts',
  'shared/operations/mailing.ts',
  'shared/operations/noting.ts',
  'shared/access/callers.ts',
  'shared/access/tokens.ts',
  'shared/approvals/asking.ts',
  'shared/rates/holding.ts',
  'shared/ledger/posting.ts',
  'shared/exports/batching.ts',
  'shared/exports/building.ts',
  'shared/exports/carrying.ts',
  'shared/exports/mailing.ts',
  'shared/exports/monthly.ts',
  'shared/exports/naming.ts',
  'shared/exports/packing.ts',
  'shared/exports/progress.ts',
  'shared/exports/filling.ts',
  'shared/exports/fitting.ts',
  'shared/exports/accountants.ts',
  'shared/exports/proving.ts',
  'shared/exports/taxing.ts',
  'shared/exports/reported.ts',
  'shared/figures/comparing.ts',
  'shared/reporting/gathering.ts',
  'shared/reporting/looking-ahead.ts',
  'shared/reporting/standing.ts',
  'shared/exports/scheduling.ts',
  'shared/exports/showing.ts',
  'shared/exports/telling.ts',
  'shared/exports/viewing.ts',
  'shared/exports/standing.ts',
  'shared/exports/charting.ts',
  'shared/closing/reading.ts',
  'shared/closing/moving.ts',
  'shared/closing/working.ts',
  'shared/closing/tax.ts',
  'shared/payments/exchanging.ts',
  'shared/bank/receiving.ts',
  'shared/bank/reading.ts',
  'shared/bank/telling.ts',
  'shared/cash/keeping.ts',
  'shared/cash/returned.ts',
  'shared/cash/ordering.ts',
  'shared/payments/vault.ts',
  'shared/payments/payouts.ts',
  'shared/payments/silent.ts',
  'shared/payments/attempted.ts',
  'shared/dispatch/compose.ts',
  'shared/dispatch/debts.ts',
  'shared/dispatch/finishing.ts',
  'shared/dispatch/wording.ts',
  'shared/customers/switching.ts',
  'shared/portal/switches.ts',
  'shared/portal/account.ts',
  'shared/portal/attempting.ts',
  'shared/portal/crediting.ts',
  'shared/portal/promising.ts',
  'shared/portal/opening.ts',
  'shared/templates/previewing.ts',
  'shared/customers/allowing.ts',
  'shared/dispatch/carrying.ts',
  'shared/dispatch/fallback.ts',
  'shared/dispatch/gate.ts',
  'shared/dispatch/queued.ts',
  'shared/dispatch/told.ts',
  'shared/dispatch/claiming.ts',
  'shared/dispatch/sending.ts',
  'shared/agreements/settle.ts',
  'shared/orders/draft.ts',
  'shared/orders/placing.ts',
  'shared/documents/fonts.ts',
  'shared/documents/keeping.ts',
  'shared/documents/asked.ts',
  'shared/accounts/rendering.ts',
  'shared/subscriptions/beginning.ts',
  'shared/subscriptions/billing.ts',
  'shared/subscriptions/changing.ts',
  'shared/subscriptions/plans.ts',
  'shared/subscriptions/crediting.ts',
  'shared/subscriptions/preview.ts',
  'shared/subscriptions/recording.ts',
  'shared/subscriptions/telling.ts',
  'shared/subscriptions/price-mail.ts',
  'shared/subscriptions/changing-all.ts',
  'shared/subscriptions/wishing.ts',
  'shared/orders/amending.ts',
  'shared/portal/ordered.ts',
  'shared/dispatch/outcome.ts',
  'shared/cash/facts.ts',
  'shared/cash/deciding.ts',
  'shared/cash/named.ts',
  'shared/cash/keeping.ts',
  'shared/cash/advising.ts',
  'shared/cash/simulating.ts',
  'shared/cash/learning.ts',
  'shared/cash/unconfirmed.ts',
  'shared/invoices/ids.ts',
  'shared/plans/agreeing.ts',
  'shared/plans/judging.ts',
  'shared/plans/knowing.ts',
  'shared/plans/mailing.ts',
  'shared/plans/reading.ts',
  'shared/plans/taking.ts',
  'shared/insights/reading.ts',
  'shared/figures/keeping.ts',
  'shared/figures/reading.ts',
  'shared/figures/since.ts',
  'shared/risk/sums.ts',
  'shared/risk/rebuilding.ts',
  'shared/predicting/learning.ts',
  'shared/predicting/reading.ts',
  'shared/forecasting/billed.ts',
  'shared/forecasting/foretelling.ts',
  'shared/forecasting/gathering.ts',
  'shared/orders/buyer.ts',
  'shared/customers/alias.ts',
  'shared/customers/saving.ts',
  'shared/customers/doubles.ts',
  'shared/customers/reached.ts',
  'shared/customers/importing.ts',
  'shared/dispatch/recipients.ts',
  'shared/warnings/looking.ts',
  'shared/warnings/mailing.ts',
  'shared/warnings/reading.ts',
  'shared/warnings/telling.ts',
  'shared/warnings/turning.ts',
  'shared/webhooks/lines.ts',
  'shared/webhooks/reactions.ts',
  'shared/intake/settle.ts',
  'shared/intake/work.ts',
  'shared/webhooks/send.ts',
  'shared/questions/asking.ts',
  'shared/questions/keeping.ts',
  'shared/selfservice/agreeing.ts',
  'shared/selfservice/around.ts',
  'shared/selfservice/asking.ts',
  'shared/addresses/applying.ts',
  'shared/addresses/asking.ts',
  'shared/selfservice/changing.ts',
  'shared/selfservice/confirming.ts',
  'shared/selfservice/charging.ts',
  'shared/selfservice/contracts.ts',
  'shared/selfservice/entering.ts',
  'shared/selfservice/listing.ts',
  'shared/selfservice/mailing.ts',
  'shared/selfservice/ordering.ts',
  'shared/selfservice/outside.ts',
  'shared/selfservice/preferring.ts',
  'shared/selfservice/once.ts',
  'shared/selfservice/questioning.ts',
  'shared/selfservice/standing.ts',
  'shared/selfservice/subscribing.ts',
  'shared/selfservice/verifying.ts',
];

export type Kind =
  | 'kernel'
  | 'runtime'
  | 'noun'
  | 'rules'
  | 'pure'
  | 'store'
  | 'api'
  | 'actions'
  | 'hand'
  | 'function'
  | 'lib'
  | 'synth'
  | 'local'
  | 'demo'
  | 'tool'
  | 'doctor';

export interface Import {
  /** A path from the root of the repository, or the name of a package. */
  readonly from: string;
  readonly ours: boolean;
  readonly typeOnly: boolean;
}
export interface Source {
  readonly path: string;
  readonly kind: Kind;
  readonly slice: string | undefined;
  readonly lines: number;
  /** Without comments. */
  readonly code: string;
  readonly imports: readonly Import[];
}

/** All that is shipped or run; declarations of assets (`.d.ts`) say nothing that could break a rule. */
export const sources = (): Source[] =>
  globSync(['bin/**/*.ts', 'lib/**/*.ts', 'functions/**/*.ts', 'shared/**/*.{ts,tsx}'])
    .filter((path) => !path.endsWith('.d.ts'))
    .sort()
    .map((path) => sourceOf(path.replaceAll('\\', '/'), readFileSync(path, 'utf8')));

export const sourceOf = (path: string, text: string): Source => {
  const code = withoutComments(text);
  return {
    path,
    kind: kindOf(path),
    slice: sliceOf(path),
    lines: text.split('\n').length - 1,
    code,
    imports: importsOf(path, code),
  };
};

/** The folder under shared/ where it is a business capability; kernel and runtime are none. */
export const sliceOf = (path: string): string | undefined => {
  const slice = /^shared\/([^/]+)\//.exec(path)?.[1];
  return slice === 'kernel' || slice === 'runtime' ? undefined : slice;
};

export const kindOf = (path: string): Kind => {
  const slice = sliceOf(path);
  if (slice !== undefined) {
    if (HANDS.includes(path)) return 'hand';
    if (MORE_NOUNS.includes(path)) return 'noun';
    const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.tsx?$/, '');
    const known = { rules: 'rules', store: 'store', api: 'api', actions: 'actions' } as const;
    if (name in known) return known[name as keyof typeof known];
    return path === `shared/${slice}/${NOUNS[slice] ?? slice.replace(/s$/, '')}.ts` ? 'noun' : 'pure';
  }
  if (path.startsWith('shared/')) return path.startsWith('shared/kernel/') ? 'kernel' : 'runtime';
  if (path.startsWith('functions/')) return 'function';
  if (path.startsWith('lib/')) return 'lib';
  if (path.startsWith('bin/local/')) return 'local';
  if (/^bin\/(tool\/|redrive\.ts|trace\.ts|(ex|im)port-company\.ts)/.test(path)) return 'tool';
  if (path.startsWith('bin/doctor')) return 'doctor';
  return /^bin\/(demo\/|demo\.ts|local\.ts)/.test(path) ? 'demo' : 'synth';
};

/** Strings are stepped over whole, so that `'http://…'` does not open a comment. */
const withoutComments = (text: string): string =>
  text.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g,
    (part) => (part.startsWith('/*') || part.startsWith('//') ? part.replace(/[^\n]/g, '') : part),
  );

const IMPORT = new RegExp(
  [
    /^(?:import|export)\s+(type\s+)?(?:[\w$]+\s*,?\s*)?(?:\{[^}]*\}\s*|\*(?:\s+as\s+\w+)?\s*)?from\s*'([^']+)'/,
    /^import\s*'([^']+)'/,
    /\bimport\(\s*'([^']+)'/,
    /new URL\('([^']+\.tsx?)'/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gm',
);

const importsOf = (path: string, code: string): Import[] =>
  [...code.matchAll(IMPORT)].map(([whole, type, ...specifiers]) => {
    const specifier = specifiers.find((one) => one !== undefined)!;
    const ours = specifier.startsWith('.') || whole.startsWith('new URL');
    return {
      from: ours ? join(dirname(path), specifier).replaceAll('\\', '/') : specifier,
      ours,
      typeOnly: type !== undefined,
    };
  });

/** Everything that is reachable from the files given, themselves included. */
export const reachable = (all: readonly Source[], entries: readonly string[]): Set<string> => {
  const byPath = new Map(all.map((source) => [source.path, source]));
  const seen = new Set<string>();
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    waiting.push(...(byPath.get(path)?.imports ?? []).filter(({ ours }) => ours).map(({ from }) => from));
  }
  return seen;
};

/** Every `export const Name = event('name', …)` of a noun. */
export const eventsIn = (all: readonly Source[]): { constant: string; name: string; path: string }[] =>
  all.flatMap(({ path, code }) =>
    [...code.matchAll(/^export const (\w+) = event\(\s*'([^']+)'/gm)].map(([, constant, name]) => ({
      path,
      constant: constant!,
      name: name!,
    })),
  );

export const isFile = (path: string): boolean => existsSync(path);
