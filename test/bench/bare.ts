import { once } from "node:events";
import { createInterface } from "node:readline";
import { caller } from "./http-client.ts";
import { ended, startNode } from "./processes.ts";

const program =
  "require('node:http').createServer((q, s) => s.end('ok')).listen(0, '127.0.0.1', function () { console.log(this.address().port) })";

/** The least that a Node server can be: what ours is compared with. */
export const startBare = async () => {
  const began = performance.now();
  const child = startNode(["-e", program]);
  const [port] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), "line")) as [string];
  const origin = `http://127.0.0.1:${port}`;
  await caller(origin)("GET", "/");
  return {
    origin,
    pid: child.pid as number,
    readyMs: performance.now() - began,
    stop: async () => {
      child.kill("SIGTERM");
      await ended(child);
    },
  };
};
