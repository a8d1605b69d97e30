/** Builds the finance report of a month as a file: a page, sheets of paper, or its numbers. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { contentOf } from '../reporting/content.ts';
import { reportFor } from '../reporting/gathering.ts';
import { pageOf } from '../reporting/page.tsx';
import { pdfOf } from '../reporting/pdf.ts';
import type { FinanceReport } from '../reporting/report.ts';
import { keep } from '../runtime/blobs.ts';
import { sha256, type Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { HELD_BACK_MS } from '../runtime/facts.ts';
import { recall } from '../runtime/table.ts';
import type { Export, ReportFormat } from './export.ts';

export const reported = async (file: Export, deps: Deps): Promise<Export> => {
  // As it was known when it was asked for, and settled: who builds it again says the same.
  const knownAt = new Date(Date.parse(file.requestedAt) - HELD_BACK_MS).toISOString();
  const report = await reportFor({ entity: file.entity, asOf: file.to, knownAt }, deps);
  if (!report.ok) throw new Error(report.detail);
  const { bytes, contentType } = await FORMATS[file.format as ReportFormat](report.value, deps);
  const hash = sha256(bytes);
  const key = `${deps.tenant}/exports/${file.id}-${hash.slice(0, 12)}.${file.format}`;
  await keep(key, bytes, contentType);
  const { currency, open, others } = report.value;
  const controlTotals = [
    { currency, minor: open.minor },
    ...others.map((one) => ({ currency: one.currency, minor: one.openMinor })),
  ];
  return { ...file, version: file.version + 1, state: 'READY', controlTotals, sha256: hash, key };
};

interface Made {
  readonly bytes: string | Uint8Array;
  readonly contentType: string;
}
const FORMATS: Readonly<Record<ReportFormat, (report: FinanceReport, deps: Deps) => Made | Promise<Made>>> = {
  html: (report) => ({
    bytes: pageOf(contentOf(report), env('publicUrl')),
    contentType: 'text/html; charset=utf-8',
  }),
  pdf: async (report, { tenant }) => {
    const { FONTS } = await import('../documents/fonts.ts');
    const seller = entityOf((await recall(tenantById(tenant)))!, report.entity.id)!;
    return {
      bytes: await pdfOf(contentOf(report), { seller, fonts: FONTS }),
      contentType: 'application/pdf',
    };
  },
  json: (report) => ({ bytes: `${JSON.stringify(report, null, 2)}\n`, contentType: 'application/json' }),
};
