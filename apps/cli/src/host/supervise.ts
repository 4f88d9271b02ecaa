import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Writable } from "node:stream";

/*
 * Each process has a supervisor of its own, which outlives the runner: it knows how the process ended, ends what it leaves in
 * its group, and keeps its output in two files of bounded size. It is a shell, for a hundred of them shall cost little; what it
 * runs is this text alone, and the words of a command go through it as they are.
 */

/** Becomes the program in a session of its own; its pid stands in a file before. */
const begin = `echo $$ >"$0"; exec "$@"`;

/*
 * The profile's PATH is for its program alone. A shell with job control may take a process that stands still for one that has
 * ended, hence the look whether it is there. `dd` passes on at once what it reads, and ends after so many blocks, so that the
 * file can be put aside.
 */
const supervise = `
dir=$1 run=$2 id=$3 most=$4 begin=$5
shift 5
read -r go <&3 || exit 125
exec 3<&-
path=\${PATH-}
PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:$path
session=$(command -v setsid)
mkdir "$dir/claim.$run" || exit 125
keep() {
  while :; do
    told=$(LC_ALL=C dd bs=4096 count=128 2>&1 >>"$dir/output")
    case $told in
      "0+0 "*) return ;;
      *records*) ;;
      *) exec cat >/dev/null ;;
    esac
    if [ $(wc -c <"$dir/output") -ge "$most" ]; then mv -f "$dir/output" "$dir/output.1"; fi
  done
}
{
  if [ -n "$session" ]; then
    PATH=$path BECKON_PROCESS=$id "$session" /bin/sh -c "$begin" "$dir/pid.$run" "$@" 2>&1
    code=$?
  else
    set -m
    PATH=$path BECKON_PROCESS=$id /bin/sh -c "$begin" "$dir/pid.$run" "$@" 2>&1 &
    agent=$!
    wait $agent
    code=$?
    while kill -0 $agent; do sleep 1; wait $agent; code=$?; done
  fi
  echo $code >"$dir/exit.new"
  mv -f "$dir/exit.new" "$dir/exit.$run"
  exec >/dev/null
  read -r pid <"$dir/pid.$run" && kill -s TERM -- "-$pid" && sleep 3 && kill -s KILL -- "-$pid"
} | keep
`;

export type Launch = {
  dir: string;
  run: number;
  id: string;
  outputBytes: number;
  words: string[];
  cwd: string;
  env: Record<string, string>;
};

/**
 * Starts a supervisor, which waits for a word before it begins: a runner that dies meanwhile starts nothing.
 * `ended` is called when the supervisor is gone.
 */
export function launch({ dir, run, id, outputBytes, words, cwd, env }: Launch, ended: () => void): Promise<void> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  // Only what it starts carries the mark; its supervisor is not to be ended with it.
  const { BECKON_PROCESS: _, ...unmarked } = env;
  const args = [dir, String(run), id, String(Math.ceil(outputBytes / 2)), begin, ...words];
  const child = spawn("/bin/sh", ["-c", supervise, "beckon-host", ...args], {
    cwd,
    env: unmarked,
    stdio: ["ignore", "ignore", "ignore", "pipe"],
    detached: true,
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => {
      child.once("exit", ended);
      child.unref();
      const go = child.stdio[3] as Writable;
      go.on("error", () => undefined);
      go.end("go\n", () => resolve());
    });
  });
}

/** What the supervisor has written of one run. An exit code above 128 is a signal's, as shells tell it. */
export function readRun(dir: string, run: number): { pid?: number; exit?: number } {
  const whole = (name: string) => {
    try {
      const [, number] = /^(\d+)\n$/.exec(readFileSync(join(dir, name), "latin1")) ?? [];
      return number === undefined ? undefined : Number(number);
    } catch {
      return undefined;
    }
  };
  return { pid: whole(`pid.${run}`), exit: whole(`exit.${run}`) };
}

/** Takes the right to begin this run from a supervisor that has not begun; false where it has. */
export function claimRun(dir: string, run: number): boolean {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  try {
    mkdirSync(join(dir, `claim.${run}`));
    return true;
  } catch {
    return false;
  }
}
