import { buildExport } from '../../shared/exports/actions.ts';
import { ExportRequested } from '../../shared/exports/export.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('build-export', [on(ExportRequested, buildExport)]);
