/** Things that are held for a while, in a tenth of their room. */
import { gunzipSync, gzipSync } from 'node:zlib';

export const squeezed = (things: unknown): Uint8Array => gzipSync(JSON.stringify(things));
/** As it was squeezed: nothing else has made these bytes. */
export const unsqueezed = (bytes: Uint8Array): unknown => JSON.parse(gunzipSync(bytes).toString());
