import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { startEngine } from "@beckon/bff/platform/db/pglite-engine.ts";
import { root } from "./processes.ts";

/** The embedded engine and nothing else: prints the milliseconds it took to open, and stays until its input ends. */
const folder = join(root, "node_modules/.cache/beckon-bench-engine");
if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
const began = performance.now();
const engine = await startEngine({ dir: join(folder, "database") });
await engine.query("select 1");
console.log((performance.now() - began).toFixed(1));
process.stdin.resume().once("end", () => void engine.close().then(() => process.exit(0)));
