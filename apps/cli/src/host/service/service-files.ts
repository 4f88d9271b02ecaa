/** What a service runs, and with what. Paths are absolute. */
export type Service = {
  node: string;
  main: string;
  config: string;
  folder: string;
  /** NAME=value lines with the token, for its owner alone: it stands in no other file and in no list of processes. */
  envFile: string;
  /** What is no secret, such as where agents' programs are found. */
  env: Record<string, string>;
  /** Where launchd puts what it says; systemd keeps a journal. */
  log: string;
};

const marker = "Written by beckon host install";
export const unitName = "beckon-host.service";
export const label = "beckon.host";

/*
 * KillMode=process and OOMPolicy=continue keep the agents: they stand in the unit's control group, and live on when the runner
 * is stopped, started again, or one of them is killed for its memory. A runner that cannot begin is tried again without end, for
 * its configuration may be put right at any time.
 */
/** A user unit for systemd. */
export const systemdUnit = ({ node, main, config, folder, envFile, env }: Service): string =>
  [
    `# ${marker}; beckon host install --remove takes it away.`,
    "[Unit]",
    "Description=Beckon: the runner of this machine",
    "StartLimitIntervalSec=0",
    "",
    "[Service]",
    "Type=exec",
    `WorkingDirectory=${plain(folder)}`,
    ...Object.entries(env).map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}`),
    `EnvironmentFile=${plain(envFile)}`,
    // In the words after the program `$` begins a variable.
    `ExecStart=${[quoted(node), ...[main, "host", "--config", config].map((word) => quoted(word).replaceAll("$", "$$$$"))].join(" ")}`,
    "KillMode=process",
    "OOMPolicy=continue",
    "Restart=always",
    "RestartSec=5",
    "",
    "[Install]",
    "WantedBy=default.target",
    "",
  ].join("\n");

/** `%` begins a name that systemd fills in. */
const plain = (text: string): string => text.replaceAll("%", "%%");
const quoted = (text: string): string => `"${plain(text).replace(/["\\]/g, "\\$&")}"`;

/** The same for launchd. AbandonProcessGroup is its word for leaving alone what the runner has started. */
export const launchdPlist = ({ node, main, config, folder, envFile, env, log }: Service): string => {
  const words = [node, `--env-file=${envFile}`, main, "host", "--config", config];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    `<!-- ${marker} -->`,
    '<plist version="1.0">',
    "<dict>",
    ...["  <key>Label</key>", string(label)],
    ...["  <key>ProgramArguments</key>", "  <array>", ...words.map((word) => `  ${string(word)}`), "  </array>"],
    ...["  <key>WorkingDirectory</key>", string(folder)],
    ...["  <key>EnvironmentVariables</key>", "  <dict>"],
    ...Object.entries(env).map(([name, value]) => `    <key>${escaped(name)}</key>\n  ${string(value)}`),
    "  </dict>",
    ...["RunAtLoad", "KeepAlive", "AbandonProcessGroup"].map((key) => `  <key>${key}</key>\n  <true/>`),
    ...["  <key>ThrottleInterval</key>", "  <integer>5</integer>"],
    ...["StandardOutPath", "StandardErrorPath"].map((key) => `  <key>${key}</key>\n${string(log)}`),
    "</dict>",
    "</plist>",
    "",
  ].join("\n");
};

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const string = (text: string): string => `  <string>${escaped(text)}</string>`;

/** The lines that only the runner may read. */
export const secretLines = ({ url, token }: { url: string; token: string }): string =>
  `# ${marker}\nBECKON_URL=${url}\nBECKON_TOKEN=${token}\n`;
