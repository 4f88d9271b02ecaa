import { homedir } from "node:os";
import { join } from "node:path";

type Env = Record<string, string | undefined>;

/** The person's home folder. */
export const homeFolder = (env: Env): string => env.HOME || homedir();

/** Where the command line keeps what it must remember of this person's agents. */
export function configFolder(env: Env = process.env): string {
  return env.BECKON_CONFIG_DIR?.trim() || join(env.XDG_CONFIG_HOME?.trim() || join(homeFolder(env), ".config"), "beckon");
}
