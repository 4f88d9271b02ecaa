import { SettingsError } from "@beckon/agent-setup/types";
import { CliError } from "../errors.ts";

/** Says in which file something was found to be wrong. */
export function inFile<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new CliError(`${path}, ${error.message}`, { hint: "nothing was changed" });
  }
}
