import type { CommandKind } from "@beckon/contracts/controls";
import type { ProcessState } from "@beckon/contracts/hosts";

/** What a runner says of itself. */
export type HostEvent =
  | { event: "connected"; name: string; profiles: number; processes: number }
  | { event: "away"; message: string }
  | { event: "back" }
  | { event: "problem"; message: string }
  | { event: "configuration"; profiles: number }
  | { event: "command"; id: string; kind: CommandKind; process: string; state: "done" | "failed"; result: string }
  | { event: "process"; process: string; agent: string; state: ProcessState; pid?: number; problem?: string }
  | { event: "leaving"; processes: number };
export type Tell = (event: HostEvent) => void;

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

/** The event as one line for people. */
export function lineOf(event: HostEvent): string | undefined {
  switch (event.event) {
    case "connected":
      return `${event.name}: connected, ${many(event.profiles, "profile", "profiles")}, ${many(event.processes, "process", "processes")}`;
    case "away":
      return `beckon: ${event.message}; it goes on, and tells when the server is back`;
    case "back":
      return "the server is back";
    case "problem":
      return `beckon: ${event.message}`;
    case "configuration":
      return `the configuration has changed: ${many(event.profiles, "profile", "profiles")}`;
    case "command":
      return `${event.kind} ${event.process}: ${event.result}`;
    case "process":
      return `${event.agent} (${event.process}): ${[event.state, event.pid && `pid ${event.pid}`, event.problem].filter(Boolean).join(", ")}`;
    case "leaving":
      return event.processes > 0
        ? `${many(event.processes, "process goes on; the next beckon host finds it", "processes go on; the next beckon host finds them")} again`
        : undefined;
  }
}
