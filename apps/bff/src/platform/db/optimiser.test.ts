import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startArguments } from "../../../../../test/support/start-arguments.ts";
import { mayOptimise } from "./optimiser.ts";

const given = startArguments().filter((argument) => argument.startsWith("--"));
const optimiser = fileURLToPath(new URL("./optimiser.ts", import.meta.url));

test("only where Node was started for it, on a machine with room", () => {
  const roomy = 4e9;
  expect(mayOptimise({ flags: given, memory: roomy })).toBe(true);
  expect(mayOptimise({ flags: given, memory: 1e9 })).toBe(false);
  expect(mayOptimise({ flags: [], memory: roomy })).toBe(false);
  expect(mayOptimise({ flags: ["--max-semi-space-size=16"], memory: roomy })).toBe(false);
});

test("the bench asks an engine as the server has it", () => {
  expect(startArguments("bench")).toEqual(expect.arrayContaining(given.filter((flag) => flag.includes("wasm"))));
});

test("this Node knows what pnpm start gives it, and hands it on as it was given", () => {
  const script = `import { mayOptimise } from ${JSON.stringify(optimiser)}; console.log(mayOptimise({ flags: process.execArgv, memory: 4e9 }))`;
  const told = execFileSync(process.execPath, [...given, "--input-type=module", "--eval", script], { encoding: "utf8" });
  expect(told.trim()).toBe("true");
});
