/** Who decides the taxes of what a customer buys of an entity on a day. */
import type { Entity } from '../access/tenant.ts';
import type { Customer } from '../customers/customer.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { euTax, type TaxPort } from '../pricing/tax/rules.ts';
import type { Exemptions } from './agreement.ts';
import { certificateOn } from './rules.ts';

export const taxOf = (
  entity: Pick<Entity, 'address' | 'distanceSales'>,
  { address, vatId, taxIds = [] }: Pick<Customer, 'address' | 'vatId' | 'taxIds'>,
  exemptions: readonly Exemptions[],
  on: LocalDate,
): TaxPort =>
  euTax({
    seller: entity.address.country,
    buyer: address.country,
    buyerVatId: vatId,
    buyerIsBusiness: taxIds.length > 0,
    on,
    distanceSales: entity.distanceSales,
    exemption: certificateOn(exemptions, on),
  });
