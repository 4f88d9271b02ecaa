import { spawnSync } from "node:child_process";
import { findChromium, findFirefox } from "./browsers.ts";

const wanted = [
  { name: "Chromium", package: "chromium", find: findChromium },
  { name: "Firefox", package: "firefox-esr", find: findFirefox },
];

/**
 * Finds the browsers that the tests drive, and installs what is missing where that needs no question
 * (root, on a Debian). Returns the names that could not be had; their tests say that they are skipped.
 */
export const ensureBrowsers = (): string[] => {
  const missing = wanted.filter((entry) => entry.find() === undefined);
  if (missing.length === 0) return [];
  if (process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0) {
    const packages = missing.map((entry) => entry.package);
    console.log(`Installing for the tests: ${packages.join(", ")}`);
    spawnSync("apt-get", ["update", "-qq"], { stdio: "ignore" });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  }
  return wanted.filter((entry) => entry.find() === undefined).map((entry) => entry.name);
};
