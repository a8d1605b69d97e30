/** Finance asks what its own past would have been under another policy. */
import * as z from 'zod';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { CreateSimulation, Simulation, SimulationId } from './simulation.ts';

const View = Simulation.omit({ key: true })
  .extend({
    url: z.url().optional().meta({
      description:
        'Opens the comparison as a page with its pictures and tables, for 15 minutes; there once it is READY.',
    }),
  })
  .meta({ id: 'Simulation' });

export const simulatingApi = {
  createSimulation: post('/v1/simulations', {
    scope: 'exports:write',
    summary: 'Try a dunning policy, credit rules or an early-payment discount on one’s own past',
    description:
      'A is what holds, B is the draft. Both live the period again, day by day, by the rules that the live run goes by, and decide on a day by what was known on it. ' +
      'Nothing is booked or sent. `activateOn` of a new version is said where versions are written; `simulationId` there keeps the reason.',
    body: CreateSimulation,
    status: 202,
    output: View,
    refusals: {
      'simulating.entity_unknown': 422,
      'simulating.range': 422,
      'simulating.version_unknown': 422,
      'dunning.assigned': 409,
    },
  }),
  getSimulation: get('/v1/simulations/{id}', {
    scope: 'finance:read',
    summary: 'A simulation, with both outcomes and what differs once it is ready',
    params: z.strictObject({ id: SimulationId }),
    output: View,
    refusals: { 'simulating.unknown': 404 },
  }),
  listSimulations: get('/v1/simulations', {
    scope: 'finance:read',
    summary: 'Simulations, newest first',
    query: Page,
    output: listOf(View),
  }),
};
