/** Builds the finance report of a month, or a review of two periods, as a file: a page, sheets of paper, or its numbers. */
import { tenantById } from '../access/store.ts';
import { entityOf, type Entity } from '../access/tenant.ts';
import { reviewFor } from '../figures/comparing.ts';
import { daysOf } from '../figures/rules.ts';
import type { Sheets } from '../reporting/blocks.ts';
import { contentOf } from '../reporting/content.ts';
import { reportFor } from '../reporting/gathering.ts';
import { pageOf } from '../reporting/page.tsx';
import { pdfOf } from '../reporting/pdf.ts';
import { reviewSheets } from '../reporting/reviewing.ts';
import { keep } from '../runtime/blobs.ts';
import { sha256, type Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { HELD_BACK_MS } from '../runtime/facts.ts';
import { recall } from '../runtime/table.ts';
import type { Export, ReportFormat, ReportKind } from './export.ts';
import { daysBefore } from './figured.ts';

export const reported = async (file: Export, deps: Deps): Promise<Export> => {
  const seller = entityOf((await recall(tenantById(deps.tenant)))!, file.entity)!;
  // As it was known when it was asked for, and settled: who builds it again says the same.
  const knownAt = new Date(Date.parse(file.requestedAt) - HELD_BACK_MS).toISOString();
  const told = await TOLD[file.kind as ReportKind](file, { knownAt, seller }, deps);
  const { bytes, contentType } = await FORMATS[file.format as ReportFormat](told, seller);
  const hash = sha256(bytes);
  const key = `${deps.tenant}/exports/${file.id}-${hash.slice(0, 12)}.${file.format}`;
  await keep(key, bytes, contentType);
  const { controlTotals } = told;
  return { ...file, version: file.version + 1, state: 'READY', controlTotals, sha256: hash, key };
};

interface Told {
  readonly sheets: Sheets;
  readonly data: unknown;
  readonly controlTotals: NonNullable<Export['controlTotals']>;
}
interface Books {
  readonly knownAt: string;
  readonly seller: Entity;
}
const TOLD: Readonly<Record<ReportKind, (file: Export, books: Books, deps: Deps) => Promise<Told>>> = {
  finance_report: async ({ entity, to }, { knownAt }, deps) => {
    const report = await reportFor({ entity, asOf: to, knownAt }, deps);
    if (!report.ok) throw new Error(report.detail);
    const { currency, open, others } = report.value;
    return {
      sheets: contentOf(report.value),
      data: report.value,
      controlTotals: [
        { currency, minor: open.minor },
        ...others.map((one) => ({ currency: one.currency, minor: one.openMinor })),
      ],
    };
  },
  review_pack: async ({ entity, from, to, before }, { knownAt, seller }, deps) => {
    const { from: beforeFrom, to: beforeAsOf } = before ?? daysBefore({ from, to });
    const ask = { entity, from, asOf: to, beforeFrom, beforeAsOf, knownAt };
    const review = await reviewFor({ ...ask, forwardPercent: 100, overduePercent: 100 }, deps);
    if (!review.ok) throw new Error(review.detail);
    const { question, before: was, currencies } = review.value;
    const days = daysOf(question.span);
    const pack = { ...question.span, days, knownAt, entity, before: was, currencies };
    return {
      sheets: reviewSheets({ ...pack, name: seller.name, currency: seller.currency }),
      data: pack,
      // Its figures are of many kinds: there is no sum of them that a ledger has, too.
      controlTotals: [],
    };
  },
};

interface Made {
  readonly bytes: string | Uint8Array;
  readonly contentType: string;
}
const FORMATS: Readonly<Record<ReportFormat, (told: Told, seller: Entity) => Made | Promise<Made>>> = {
  html: ({ sheets }) => ({
    bytes: pageOf(sheets, env('publicUrl')),
    contentType: 'text/html; charset=utf-8',
  }),
  pdf: async ({ sheets }, seller) => {
    const { FONTS } = await import('../documents/fonts.ts');
    return { bytes: await pdfOf(sheets, { seller, fonts: FONTS }), contentType: 'application/pdf' };
  },
  json: ({ data }) => ({ bytes: `${JSON.stringify(data, null, 2)}\n`, contentType: 'application/json' }),
};
