import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { serverUrl } from "../../environment.ts";
import { CliError } from "../../errors.ts";
import { readConfig } from "../config.ts";
import { launchdPlist, secretLines, systemdUnit, unitName } from "./service-files.ts";
import type { Service } from "./service-files.ts";

export type Env = Record<string, string | undefined>;
/** Where it is installed: given in tests. */
export type Machine = { platform: string; home: string; env: Env; uid: number };
export type ServiceFile = { path: string; text: string; mode: number; secret: boolean };
export type Places = { unit: string; envFile: string; record: string; log: string };

const main = join(import.meta.dirname, "../../main.ts");
const shim = join(import.meta.dirname, "../../../../../node_modules/.bin/node");

/** Where everything of the service stands. */
export function placesOf({ platform, home, env }: Machine): Places {
  const given = env.XDG_CONFIG_HOME?.trim();
  const own = given && isAbsolute(given) ? given : join(home, ".config");
  return {
    unit: platform === "darwin" ? join(home, "Library/LaunchAgents/beckon.host.plist") : join(own, "systemd/user", unitName),
    envFile: join(own, "beckon/host.env"),
    record: join(own, "beckon/host-service.json"),
    log: join(home, "Library/Logs/beckon-host.log"),
  };
}

/**
 * All files of the service, as they shall stand. Without a token in the environment the one that was installed before stays.
 *
 * @throws CliError where the configuration is wrong, there is no token, or a path cannot stand in such a file.
 */
export function planService(machine: Machine, config: string): ServiceFile[] {
  const { platform, env } = machine;
  const places = placesOf(machine);
  readConfig(config);
  const token = env.BECKON_TOKEN?.trim();
  if (!token && !existsSync(places.envFile)) {
    throw new CliError("BECKON_TOKEN is not set", {
      hint: "on the server's machine: export BECKON_TOKEN=$(beckon token create --name devbox --scope host)",
    });
  }
  const stateDir = env.BECKON_STATE_DIR?.trim();
  const service: Service = {
    // What the package manager replaces by a newer one stays in its place.
    node: existsSync(shim) ? shim : process.execPath,
    main,
    config,
    folder: dirname(config),
    envFile: places.envFile,
    env: { ...(env.PATH ? { PATH: env.PATH } : {}), ...(stateDir ? { BECKON_STATE_DIR: resolve(dirname(config), stateDir) } : {}) },
    log: places.log,
  };
  for (const text of [service.node, main, config, service.envFile, ...Object.values(service.env)]) assertWritable(text);
  const text = platform === "darwin" ? launchdPlist(service) : systemdUnit(service);
  const unit = { path: places.unit, text, mode: 0o644, secret: false };
  if (!token) return [unit];
  const url = serverUrl(env);
  if (/[\s"'\\#]/.test(url + token)) throw new CliError("BECKON_URL or BECKON_TOKEN has a character that no address and no token has");
  return [{ path: places.envFile, text: secretLines({ url, token }), mode: 0o600, secret: true }, unit];
}

/** A line of a unit ends with its line, and goes on after a backslash; blanks at its end are lost. */
function assertWritable(text: string): void {
  if (/\p{Cc}|^\s|[\s\\]$/u.test(text)) throw new CliError(`"${text.slice(0, 80)}" cannot stand in the file of a service`);
}
