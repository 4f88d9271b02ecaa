import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const everyReads = 1_000;
let reads = 0;
let collect: (() => void) | undefined;

/**
 * Called for every file that is read. Left to itself the engine lets what ten thousand files leave behind grow to
 * hundreds of megabytes, for a program that sits beside others and keeps no more than a hash of each.
 */
export const tidyMemory = (): void => {
  reads += 1;
  if (reads % everyReads !== 1) return;
  if (!collect) {
    // Room for what is young stays as small as it is at the start.
    setFlagsFromString("--semi-space-growth-factor=1");
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
  }
  collect();
};
