import { assemble } from '../../bin/fresh.ts';

/** The assembly that all of them take; without the browser that the other tests need. */
export default (): Promise<void> => assemble();
