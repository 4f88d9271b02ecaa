import fc from "fast-check";

/**
 * Every run tries the same examples, so that a property fails for the change that breaks it and for nothing else.
 * `BECKON_TEST_SEED` tries others: a number, or `random` (fast-check then names the seed of what it finds).
 */
const wanted = typeof process === "undefined" ? undefined : process.env.BECKON_TEST_SEED;
if (wanted !== "random") fc.configureGlobal({ seed: Number(wanted ?? 20_261_121) });
