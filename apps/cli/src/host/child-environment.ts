import { readFileSync } from "node:fs";

type Env = Record<string, string | undefined>;

/**
 * What a process gets to see: the runner's own environment without anything of Beckon and without its token, wherever that
 * stands; then the profile's file and variables; then who it is. BECKON_PROCESS is the mark by which its descendants are found.
 *
 * @throws Error in words where the profile's file cannot be read, or would give the host's own token away.
 */
export function childEnvironment(of: {
  own: Env;
  hostToken: string;
  profile: { env: Record<string, string>; envFile?: string };
  url: string;
  agent: string;
  id: string;
}): Record<string, string> {
  const inherited = Object.entries(of.own).filter(
    ([name, value]) => value !== undefined && !name.startsWith("BECKON_") && !value.includes(of.hostToken),
  ) as [string, string][];
  const given = { ...(of.profile.envFile === undefined ? {} : readEnvFile(of.profile.envFile)), ...of.profile.env };
  if (Object.values(given).some((value) => value.includes(of.hostToken)))
    throw new Error("its environment would hold the host's own token: make one of scope agent for it");
  return {
    ...Object.fromEntries(inherited),
    ...given,
    BECKON_URL: of.url,
    BECKON_AGENT: of.agent,
    BECKON_SESSION: of.id,
    BECKON_PROCESS: of.id,
  };
}

/** Lines of NAME=value, with or without `export` and quotes around the value; nothing in them is replaced or run. */
function readEnvFile(path: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`its envFile ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
  const values: Record<string, string> = {};
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, raw] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    // The line itself may be a secret.
    if (name === undefined || raw === undefined) throw new Error(`its envFile ${path} has no NAME=value in line ${index + 1}`);
    values[name] = /^(["']).*\1$/.test(raw) && raw.length > 1 ? raw.slice(1, -1) : raw;
  }
  return values;
}
