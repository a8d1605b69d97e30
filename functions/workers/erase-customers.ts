import { goOn } from '../../shared/privacy/actions.ts';
import { ErasureGoesOn } from '../../shared/privacy/erasure.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('erase-customers', [on(ErasureGoesOn, goOn)]);
