import { join, resolve } from "node:path";
import { build } from "vite";
import { precompress } from "./precompress.ts";

// Builds the app into the folder given; run by build-if-changed.ts in a process of its own, so
// that an unchanged start never loads vite.

const out = process.argv[2];
if (out === undefined) throw new Error("give the folder to build into");
const outDir = resolve(out);
// Whoever starts this, a test run too: what is built is what is shipped, never a library's development half.
process.env.NODE_ENV = "production";
await build({
  configFile: join(import.meta.dirname, "../vite.config.ts"),
  configLoader: "native",
  logLevel: "error",
  build: { outDir, emptyOutDir: true },
});
precompress(outDir);
