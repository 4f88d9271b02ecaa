import { statSync } from "node:fs";
import { readConfig } from "./config.ts";
import type { HostConfig } from "./config.ts";

const stampOf = (path: string): string => {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return "";
  }
};

/**
 * The configuration as it stands in its file. One that has become wrong does not count: the last right one stays.
 *
 * @throws CliError where it is wrong from the start.
 */
export function followConfig(path: string, changed: (outcome: { problem?: string; config: HostConfig }) => void) {
  let stamp = stampOf(path);
  let config = readConfig(path);
  return {
    current: (): HostConfig => config,
    /** Looks whether the file is another one. */
    look: (): void => {
      const now = stampOf(path);
      if (now === stamp) return;
      stamp = now;
      try {
        config = readConfig(path);
        changed({ config });
      } catch (error) {
        changed({ config, problem: (error as Error).message });
      }
    },
  };
}
