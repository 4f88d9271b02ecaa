import { chmodSync, mkdirSync } from "node:fs";
import { startEngine } from "./pglite-engine.ts";

/** `node make-cluster.ts <folder>`: sets up an empty database in a new folder, and ends. */
const [dir] = process.argv.slice(2);
if (!dir) throw new Error("usage: make-cluster.ts <folder>");
mkdirSync(dir, { mode: 0o700 });
const engine = await startEngine({ dir });
await engine.close();
chmodSync(dir, 0o700);
