import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const manifest = fileURLToPath(new URL("../../package.json", import.meta.url));

/** What `pnpm start` gives Node, the server's file last, read from there so that the two cannot part. */
export const startArguments = (): string[] => {
  const { scripts } = JSON.parse(readFileSync(manifest, "utf8")) as { scripts: { start: string } };
  const [, given] = /exec node (.+)$/.exec(scripts.start) ?? [];
  if (!given) throw new Error("pnpm start does not start Node as it did");
  return given.split(" ");
};
