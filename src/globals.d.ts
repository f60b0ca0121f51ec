/** Text of a file, taken in at build time (see build.mjs). */
declare module '*?raw' {
  const text: string;
  export default text;
}

/** The package's version, put in at build time. */
declare const TCPEXPLAIN_VERSION: string;
