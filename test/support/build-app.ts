import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Journeys run against the app as it is shipped: built, if anything has changed since. */
export default () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { status } = spawnSync(process.execPath, ["apps/pwa/build-if-changed.ts"], { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error("the app could not be built");
};
