import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const manifest = fileURLToPath(new URL("../../package.json", import.meta.url));

/** What `pnpm start` (or another script) gives Node last, its file at the end, read from there so that the two cannot part. */
export const startArguments = (script: "start" | "bench" = "start"): string[] => {
  const { scripts } = JSON.parse(readFileSync(manifest, "utf8")) as { scripts: Record<typeof script, string> };
  const [, given] = /(?:^|exec )node (.+)$/.exec(scripts[script].split("&&").at(-1) ?? "") ?? [];
  if (!given) throw new Error(`pnpm ${script} does not start Node as it did`);
  return given.split(" ");
};
