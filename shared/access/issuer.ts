/** Who signs the tokens of a company's people. */
import * as z from 'zod';
import { TenantId } from '../kernel/ids.ts';
import { Role } from './role.ts';

/**
 * Whose word on people a tenant takes: tokens of this issuer for this audience, signed by a key that is published at
 * `jwksUri`. `roles` says what each value of the claim is here; a value that is not named gives nothing, so that an
 * issuer's own "admin" is not by accident ours.
 */
export const Issuer = z.strictObject({
  issuer: z.url({ protocol: /^https?$/ }).max(300),
  audience: z.string().min(1).max(200),
  jwksUri: z.url({ protocol: /^https?$/ }).max(500),
  /** Sets the people of a second issuer apart: the same `sub` of two issuers is two persons. */
  people: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/)
    .optional(),
  claim: z.string().min(1).max(100).default('roles'),
  roles: z.record(z.string().min(1).max(100), Role),
});
export type Issuer = z.infer<typeof Issuer>;
export const TrustedIssuer = Issuer.extend({ tenant: TenantId });
export type TrustedIssuer = z.infer<typeof TrustedIssuer>;
