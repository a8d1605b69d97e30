/** Seller and buyer as a document freezes them. */
import * as z from 'zod';
import { Entity } from '../access/tenant.ts';
import { CustomerId, type Customer } from '../customers/customer.ts';
import { Address, Email } from '../kernel/party.ts';

export const Seller = Entity.pick({
  id: true,
  name: true,
  address: true,
  vatId: true,
  registration: true,
  email: true,
  phone: true,
  bank: true,
  logo: true,
  brand: true,
});
export const Buyer = z.object({
  id: CustomerId,
  externalId: z.string(),
  name: z.string(),
  address: Address,
  vatId: z.string().optional(),
  email: Email,
});

export const sellerOf = ({
  id,
  name,
  address,
  vatId,
  registration,
  email,
  phone,
  bank,
  logo,
  brand,
}: Entity): z.infer<typeof Seller> => ({
  id,
  name,
  address,
  vatId,
  registration,
  email,
  phone,
  bank,
  logo,
  brand,
});
export const buyerOf = ({
  id,
  externalId,
  name,
  address,
  vatId,
  emails,
}: Customer): z.infer<typeof Buyer> => ({ id, externalId, name, address, vatId, email: emails[0]! });
