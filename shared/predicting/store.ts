/**
 * Table: BEHAVIOUR `${t}#BEHAVIOUR#${customer}`/BEHAVIOUR: how a customer pays, with what was said of its open invoices ·
 * COMPANY `${t}#PREDICTING`/COMPANY: what all of them taught, up to an evening · QUALITY beside it, QUALITY#${month of the due day}
 * 1. behaviour, company: 1 read each · 2. quality by month: 1 query
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Behaviour } from './behaviour.ts';
import { Company } from './model.ts';
import { MonthQuality } from './prediction.ts';

export const behaviourOf = (tenant: string, customer: string): Read<Behaviour> => ({
  key: { pk: `${tenant}#BEHAVIOUR#${customer}`, sk: 'BEHAVIOUR' },
  parse: docOf(Behaviour),
});
export const putBehaviour = (tenant: string, behaviour: Behaviour): Write<'table.stale'> =>
  saved(
    behaviourOf(tenant, behaviour.customerId).key,
    'behaviour',
    behaviour,
    `how ${behaviour.customerId} pays`,
  );

export const companyOf = (tenant: string): Read<Company> => ({
  key: { pk: `${tenant}#PREDICTING`, sk: 'COMPANY' },
  parse: docOf(Company),
});
export const putCompany = (tenant: string, company: Company): Write<'table.stale'> =>
  saved(companyOf(tenant).key, 'prediction-company', company, 'what invoices taught');

export const qualities = (tenant: string): Listing<MonthQuality> => ({
  partition: `${tenant}#PREDICTING`,
  begins: 'QUALITY#',
  order: 'newest first',
  parse: docOf(MonthQuality),
});
export const putQuality = (tenant: string, month: MonthQuality): Write<'table.stale'> =>
  saved(
    { pk: `${tenant}#PREDICTING`, sk: `QUALITY#${month.month}` },
    'prediction-quality',
    month,
    `predictions for ${month.month}`,
  );
