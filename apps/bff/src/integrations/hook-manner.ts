import { posix } from "node:path";
import { clip } from "./clean.ts";
import type { Json } from "./hook-values.ts";

/** A switch of a tool's input; models write `"true"` too. */
export const isOn = (value: unknown): boolean => value === true || value === "true";

type Manner = { words: string[]; unsandboxed?: true };

/** How a command would run where that is not as usual: the switches of all agents' shells that its text does not tell. */
export const mannerOf = (input: Json): Manner => {
  const { sandbox_permissions: permissions, mode } = input;
  const unsandboxed =
    isOn(input.dangerouslyDisableSandbox) ||
    isOn(input.with_escalated_permissions) ||
    (typeof permissions === "string" && permissions !== "" && permissions !== "use_default");
  const inBackground = [input.run_in_background, input.is_background, input.detach].some(isOn) || mode === "async";
  return {
    words: [...(unsandboxed ? ["outside the sandbox"] : []), ...(inBackground ? ["in the background"] : [])],
    ...(unsandboxed ? { unsandboxed } : {}),
  };
};

/** Where a shell runs: in the folder that it is called with, else in the agent's. */
export const shellFolder = (input: Json, cwd: string | undefined): string | undefined => {
  const own = clip(input.workdir ?? input.dir_path ?? input.directory, 1_000);
  if (own === undefined) return cwd;
  const isWhole = /^([/\\~]|[A-Za-z]:)/.test(own);
  return isWhole || cwd === undefined ? own : posix.join(cwd, own);
};
