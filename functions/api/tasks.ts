import { actions } from '../../shared/tasks/actions.ts';
import { tasksApi } from '../../shared/tasks/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(tasksApi, actions);
