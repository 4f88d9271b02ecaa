import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";

/** Where these figures come from: they say nothing about another machine, nor about a busy one. */
export const machine = () => ({
  processor: `${availableParallelism()} × ${cpus()[0]?.model ?? "unknown processor"}`,
  memory: `${(totalmem() / 1e9).toFixed(0)} GB`,
  system: `${type()} ${release()}`,
  node: `Node ${process.versions.node}`,
  load: `load ${loadavg()[0]?.toFixed(1)} in the minute before`,
});
