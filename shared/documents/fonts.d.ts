/** esbuild's `binary` loader: a font as bytes inside the bundle. */
declare module '*.ttf' {
  const bytes: Uint8Array;
  export default bytes;
}
