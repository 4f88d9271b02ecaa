import { flushCompileCache } from "node:module";
import { speedUpModules } from "./platform/fast-modules.ts";

speedUpModules();
const { readConfig, unknownVariables } = await import("./config.ts");
const { StartError } = await import("./platform/errors.ts");
const { greet } = await import("./greeting.ts");
const { settleMemory } = await import("./platform/settle-memory.ts");

/** `node apps/bff/src/main.ts`: the server, until it is told to stop. */
try {
  for (const line of unknownVariables(process.env)) console.error(line);
  const { startServer } = await import("./server.ts");
  const running = await startServer(readConfig(process.env));
  for (const note of running.notes) console.error(note);
  await greet(running);
  flushCompileCache();
  settleMemory();

  const stop = (signal: NodeJS.Signals) => {
    process.once(signal, () => process.exit(1));
    void running.stop().then(() => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exit(1);
}
