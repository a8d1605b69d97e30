/** The bundler puts a font or a colour profile into the bundle as its bytes (loader `binary`). */
declare module '*.ttf' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
declare module '*.icc' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
