/** One command. `run` resolves to the exit code; what goes wrong is thrown. */
export type Command = { help: string; run: (args: string[]) => Promise<number> };

type Entry = { summary: string; load: () => Promise<{ command: Command }> };

/** Loaded one by one, so that `ask` starts without the QR code's or the spool's modules. */
export const commands: Record<string, Entry> = {
  ask: { summary: "ask a person and wait for the answer", load: () => import("./commands/ask.ts") },
  wait: { summary: "wait for the answer to a request asked before", load: () => import("./commands/wait.ts") },
  outcome: { summary: "report what came of an answer", load: () => import("./commands/outcome.ts") },
  outcomes: { summary: "look in a repository whether results still stand", load: () => import("./commands/outcomes.ts") },
  coordination: {
    summary: "tell of an attempt to work together, and how it ended",
    load: () => import("./commands/coordination.ts"),
  },
  connect: { summary: "connect an agent by its own settings, or take it out", load: () => import("./commands/connect.ts") },
  run: { summary: "run an agent, and tell how it goes", load: () => import("./commands/run.ts") },
  host: { summary: "run and watch agents on this machine, as asked in the app", load: () => import("./commands/host.ts") },
  hook: { summary: "relay one event of an agent's own hooks", load: () => import("./commands/hook.ts") },
  watch: { summary: "follow a directory of task files", load: () => import("./commands/watch.ts") },
  spool: { summary: "see or send requests kept while the server was away", load: () => import("./commands/spool.ts") },
  pair: { summary: "pair a phone or browser with this server", load: () => import("./commands/pair.ts") },
  token: { summary: "create, list or revoke agents' tokens", load: () => import("./commands/token.ts") },
  devices: { summary: "list or revoke paired devices", load: () => import("./commands/devices.ts") },
  audit: { summary: "check that the audit is what was written down", load: () => import("./commands/audit.ts") },
  export: { summary: "write dashboards for Grafana, and rules for Prometheus", load: () => import("./commands/export.ts") },
  demo: { summary: "run a fleet of made-up agents, or remove it", load: () => import("./commands/demo.ts") },
  restore: { summary: "put a dump in the place of the embedded database", load: () => import("./commands/restore.ts") },
  help: { summary: "explain a command", load: () => import("./commands/help.ts") },
};

/** The entry of that name, or nothing; never what an object inherits. */
export const findCommand = (name: string): Entry | undefined => (Object.hasOwn(commands, name) ? commands[name] : undefined);
