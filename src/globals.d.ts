/** Text of a file, taken in at build time (see build.mjs). */
declare module '*?raw' {
  const text: string;
  export default text;
}

/** The package's version, put in at build time. */
declare const TCPEXPLAIN_VERSION: string;

/** The built programs, by name, and for which V8 and processor their code caches are. */
declare const PROGRAMS: {
  readonly cachesFor: string;
  readonly whole: string;
  /** Those of one command each. */
  readonly ofCommands: Readonly<Record<string, string>>;
};
