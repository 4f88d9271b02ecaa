import { totalmem } from "node:os";
import { setFlagsFromString } from "node:v8";

/** The optimising compiler takes up to 600 MB for a second; a machine with less than this would feel it. */
const roomForIt = 2 ** 31;

/** `flags`: what Node was started with. `memory`: what this process may have, in bytes. */
export const mayOptimise = ({ flags, memory }: { flags: readonly string[]; memory: number }): boolean =>
  memory >= roomForIt && flags.some((flag) => flag.startsWith("--wasm-tiering-budget="));

/**
 * What is busy for long takes half the time once V8's optimising compiler has been at the engine's hottest functions,
 * in the background. `pnpm start` allows it, with a budget that only those reach; for that the engine keeps some 45 MB
 * more. Where no budget was given at the start, or memory is short, it is kept away: with V8's own budget it takes its
 * memory within seconds, and a budget set from here, while an engine ran, has ended a process by SIGSEGV.
 */
export const chooseCompiler = (): void => {
  // 0: no limit is set; more than there is means the same.
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  if (mayOptimise({ flags: process.execArgv, memory })) return;
  setFlagsFromString("--no-wasm-dynamic-tiering");
  setFlagsFromString("--no-wasm-tier-up");
};
