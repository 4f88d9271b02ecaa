import type { Work } from "../platform/db/database.ts";
import type { CommitTold, OutcomesDeps, PullTold } from "./outcomes.types.ts";
import { tell } from "./tell.ts";

/** What a delivery of GitHub says of results. */
export type GithubTold =
  | { kind: "pull_request"; pull: Omit<PullTold, "tasks"> }
  | { kind: "push"; repository: string; branch: string; commits: CommitTold[] }
  | { kind: "incident"; pulls: string[]; issue: string; title: string; at: string; on: boolean };

/** Takes it in the delivery's own transaction; `tasks` are those that its words name. */
export const toldByGithub =
  (deps: OutcomesDeps) =>
  async (work: Work, told: GithubTold, tasks: readonly string[]): Promise<void> => {
    switch (told.kind) {
      case "pull_request":
        return tell(deps, work, [{ what: "pull", pull: { ...told.pull, tasks: [...tasks] } }]);
      case "push":
        return tell(deps, work, [{ what: "commits", repository: told.repository, branch: told.branch, commits: told.commits }]);
      case "incident": {
        const { kind: _, ...incident } = told;
        return tell(deps, work, [{ what: "incident", ...incident }]);
      }
    }
  };
