import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** One process of this machine. `started` and `pid` together are one process for ever; a pid alone is used again. */
export type Seen = {
  pid: number;
  parent: number;
  group: number;
  /** 0 where the system does not tell. */
  session: number;
  /** As ps writes it: R, S, D, T (stopped), Z (ended, not yet taken by its parent)… */
  state: string;
  started: string;
  cpuSeconds: number;
  memoryBytes: number;
};

export type ProcessTable = {
  all(): Seen[];
  one(pid: number): Seen | undefined;
  /** The process's own BECKON_PROCESS. Left out where the system shows no environment of others. */
  mark?: (pid: number) => string | undefined;
};

/** The table of this system: /proc on Linux, elsewhere `ps`. */
export const processTable = (): ProcessTable => (process.platform === "linux" ? procTable() : psTable());

/** What Linux says in /proc. */
export function procTable(): ProcessTable {
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8);
  const page = Number(/^KernelPageSize:\s+(\d+) kB/m.exec(readFileSync("/proc/self/smaps", "utf8"))?.[1] ?? 4) * 1_024;
  const one = (pid: number): Seen | undefined => {
    const stat = readOf(`/proc/${pid}/stat`);
    // The name stands in parentheses and may hold blanks and parentheses of its own.
    const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (!fields) return undefined;
    const number = (index: number) => Number(fields[index]);
    return {
      pid,
      parent: number(1),
      group: number(2),
      session: number(3),
      state: fields[0] ?? "?",
      started: `${boot}:${fields[19]}`,
      // In ticks, of which there are 100 a second wherever Linux speaks to programs.
      cpuSeconds: (number(11) + number(12)) / 100,
      memoryBytes: Math.max(0, number(21)) * page,
    };
  };
  return {
    one,
    all: () =>
      readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .map((name) => one(Number(name)))
        .filter((seen) => seen !== undefined),
    mark: (pid) => /(?:^|\0)BECKON_PROCESS=([^\0]*)/.exec(readOf(`/proc/${pid}/environ`) ?? "")?.[1],
  };
}

/** What `ps` says, on systems without /proc: neither sessions nor environments, and starts by the second. */
export function psTable(): ProcessTable {
  const read = (...which: string[]): Seen[] => {
    // One by one: on a BSD all after the first `=` would be the heading of that one.
    const columns = ["pid", "ppid", "pgid", "stat", "rss", "time", "lstart"].flatMap((name) => ["-o", `${name}=`]);
    try {
      const text = execFileSync("ps", [...which, ...columns], {
        encoding: "utf8",
        env: { ...process.env, LC_ALL: "C" },
        stdio: ["ignore", "pipe", "ignore"],
        maxBuffer: 64 * 1_048_576,
      });
      return text.split("\n").flatMap(parseLine);
    } catch {
      return [];
    }
  };
  return { all: () => read("-ax"), one: (pid) => read("-p", String(pid))[0] };
}

/** One line of `ps` with pid, ppid, pgid, stat, rss, time and lstart, as Linux, macOS and the BSDs write it. */
export function parseLine(line: string): Seen[] {
  const [pid, parent, group, state, kib, time, ...start] = line.trim().split(/\s+/);
  if (time === undefined) return [];
  return [
    {
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      session: 0,
      state: (state ?? "?").charAt(0),
      started: start.join(" "),
      cpuSeconds: secondsOf(time),
      memoryBytes: Number(kib) * 1_024,
    },
  ];
}

/** `[[days-]hours:]minutes:seconds`, with or without a fraction. */
const secondsOf = (time: string): number => {
  const [clock = "", days = "0"] = time.split("-").toReversed();
  return clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
};

const readOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // Gone between two looks, or somebody else's.
    return undefined;
  }
};
