/**
 * How long a test waits for what it expects, in milliseconds. It says nothing of the code: two cores are shared by many tests,
 * and the same machine may be ten times slower an hour later. It only ends what hangs.
 */
export const patience = 120_000;
