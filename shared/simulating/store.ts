/**
 * Table: SIMULATION `${t}#SIMULATION#${id}`/SIMULATION (g1 `${t}#SIMULATIONS`/id)
 * 1. by id: 1 read · 2. list, newest first: 1 query + 1 batch
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Simulation } from './simulation.ts';

export const simulationById = (tenant: string, id: string): Read<Simulation> => ({
  key: { pk: `${tenant}#SIMULATION#${id}`, sk: 'SIMULATION' },
  parse: docOf(Simulation),
});
export const simulations = (tenant: string): Listing<Simulation> => ({
  index: 'g1',
  partition: `${tenant}#SIMULATIONS`,
  order: 'newest first',
  parse: docOf(Simulation),
});
export const putSimulation = (tenant: string, one: Simulation): Write<'table.stale'> =>
  saved(simulationById(tenant, one.id).key, 'simulation', one, `simulation ${one.id}`, {
    g1p: `${tenant}#SIMULATIONS`,
    g1s: one.id,
  });
