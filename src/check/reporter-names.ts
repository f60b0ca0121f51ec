// The names of the reporters, for the command line: listing them must not load them (reporters/reporter.ts).

export const REPORTER_NAMES = [
  'pretty',
  'github',
  'junit',
  'sarif',
  'tap',
  'gradescope',
  'json',
  'markdown',
] as const;
