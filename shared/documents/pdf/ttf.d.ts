/** The bundler puts a font file into the bundle as its bytes (loader `binary`). */
declare module '*.ttf' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
