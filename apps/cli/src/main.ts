#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

// A hook may call this many times a minute: compiled code, types stripped, is kept in the person's own cache.
enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "beckon", "compiled"));

// A reader that has gone (`beckon token list | head -1`) is no error.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

const { run } = await import("./run.ts");
process.exitCode = await run(process.argv.slice(2));
// Idle connections would keep the process for some seconds more.
process.stdout.write("", () => process.exit());
