import { actions as agencies } from '../../shared/agencies/actions.ts';
import { agenciesApi } from '../../shared/agencies/api.ts';
import { actions as claims } from '../../shared/claims/actions.ts';
import { claimsApi } from '../../shared/claims/api.ts';
import { actions as deductions } from '../../shared/deductions/actions.ts';
import { deductionsApi } from '../../shared/deductions/api.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { actions } from '../../shared/writeoffs/actions.ts';
import { writeoffsApi } from '../../shared/writeoffs/api.ts';

export const handler = serve(
  { ...writeoffsApi, ...deductionsApi, ...claimsApi, ...agenciesApi },
  { ...actions, ...deductions, ...claims, ...agencies },
);
