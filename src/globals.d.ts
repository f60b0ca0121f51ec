/** Text of a file, taken in at build time (see build.mjs). */
declare module '*?raw' {
  const text: string;
  export default text;
}

/** The package's version, put in at build time. */
declare const TCPEXPLAIN_VERSION: string;

/** What the build made code caches of: for which V8 and processor, and for which commands, the default one first. */
declare const CODE_CACHE: { readonly madeFor: string; readonly commands: readonly string[] };
