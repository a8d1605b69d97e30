import * as z from 'zod';

/** What somebody is in the company; which scopes and limits that gives is in `roles.ts`, and nowhere else. */
export const Role = z
  .enum(['partner', 'sales', 'credit', 'finance', 'controller', 'collector', 'auditor', 'admin'])
  .meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;
