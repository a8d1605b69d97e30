import { assemble } from '../../bin/fresh.ts';

export default (): Promise<void> => assemble();
