import { buildExport } from '../../shared/exports/building.ts';
import { ExportRequested } from '../../shared/exports/export.ts';
import { fillLake } from '../../shared/exports/filling.ts';
import { LakeDue } from '../../shared/exports/lake.ts';
import { drain, on } from '../../shared/runtime/drain.ts';
import { runSimulation } from '../../shared/simulating/actions.ts';
import { SimulationRequested } from '../../shared/simulating/simulation.ts';

export const handler = drain('build-export', [
  on(ExportRequested, buildExport),
  on(SimulationRequested, runSimulation),
  on(LakeDue, fillLake),
]);
