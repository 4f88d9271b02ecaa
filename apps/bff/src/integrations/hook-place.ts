import { repositoryName } from "@beckon/contracts/repository-name";
import type { Signal, StepTake } from "@beckon/contracts/signals";
import { clip } from "./clean.ts";
import { told } from "./hook-values.ts";

/** Where a run works, as the program on its machine found out: the agents themselves do not say it. */
export type HookPlace = { repository?: string; root?: string; worktree?: string; branch?: string };

const textOf = (value: string | undefined, most: number): string | undefined => {
  if (!value) return undefined;
  try {
    return clip(decodeURIComponent(value), most);
  } catch {
    return clip(value, most);
  }
};

/** From `X-Beckon-Repository`, `-Root`, `-Worktree` and `-Branch`, percent-encoded; nothing where none is there. */
export const readPlace = (header: (name: string) => string | undefined): HookPlace | undefined => {
  const root = textOf(header("x-beckon-root"), 1_000);
  if (root === undefined) return undefined;
  return told({
    repository: repositoryName(textOf(header("x-beckon-repository"), 2_000) ?? ""),
    root,
    worktree: textOf(header("x-beckon-worktree"), 200),
    branch: textOf(header("x-beckon-branch"), 200),
  });
};

/** The same signals, with the place where they speak of the run itself. Their ids stay. */
export const withPlace = (signals: readonly Signal[], place: HookPlace | undefined): readonly Signal[] =>
  place === undefined
    ? signals
    : signals.map((signal) =>
        signal.kind === "session.started" || signal.kind === "session.described"
          ? ({ ...signal, data: { ...signal.data, ...place } } as Signal)
          : signal,
      );

/** The same signals, where the answer to this call can bring something to the run. */
export const thatTake = (signals: readonly Signal[], takes: readonly StepTake[]): readonly Signal[] =>
  takes.length === 0 ? signals : signals.map((signal) => ({ ...signal, takes: [...takes] }));

/** The same signals, where the agent waits for the answer before it acts: its run can be held there. */
export const thatWait = (signals: readonly Signal[]): readonly Signal[] =>
  signals.map((signal) => (signal.kind === "tool.started" ? { ...signal, data: { ...signal.data, waits: true } } : signal));
