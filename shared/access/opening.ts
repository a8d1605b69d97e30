/** What an operator gives to open a tenant, or to a tenant that is there. */
import type * as z from 'zod';
import { OpenTenant } from './tenant.ts';

/** Keys and issuers for a tenant that keeps the entities that it has. */
export const OpenMore = OpenTenant.omit({ entities: true });
export type Opening = OpenTenant | z.infer<typeof OpenMore>;

/** By whether entities are said; throws where it is neither. */
export const openingIn = (input: unknown): Opening =>
  typeof input === 'object' && input !== null && !('entities' in input)
    ? OpenMore.parse(input)
    : OpenTenant.parse(input);
