import { hasOption } from "../signs.ts";
import { has, type CommandCondition } from "./condition.ts";
import * as pushes from "../pushes.ts";

/** What leaves the repository, and what is lost in it. */
export const git = {
  "push.force-main": { on: "git", when: (c) => pushes.isForced(c) && pushes.toProtected(c) },
  "push.force": { on: "git", when: pushes.isForced },
  "push.lease": { on: "git", when: pushes.withLease },
  "push.delete": { on: "git", when: pushes.deletes },
  "push.production": { on: "git", when: pushes.toProduction },
  "push.main": { on: "git", when: pushes.toProtected },
  "push.unnamed": { on: "git", when: pushes.toUnnamed },
  "git.unsaved": { on: "git", when: pushes.losesUnsaved },
  "git.discard": { on: "git", when: pushes.discards },
  "git.rewrite": {
    on: "git git-filter-repo bfg",
    when: (c) =>
      c.program !== "git" ||
      /^(?:filter-branch|filter-repo|reflog (?:expire|delete)|update-ref|prune)/.test(c.verbs) ||
      (c.verbs.startsWith("gc") && has(/^--prune=(?:now|all)/)(c)),
  },
  "git.rebase": { on: "git", verbs: /^rebase\b/, options: ["i", "interactive", "onto", "root", "exec"] },
  "git.skips-checks": {
    on: "git",
    when: (c) =>
      hasOption(c, "no-verify") ||
      (/^commit\b/.test(c.verbs) && has(/^-[a-z]{0,4}n[a-z]{0,4}$/)(c)) ||
      c.env.some((entry) => entry === "HUSKY=0"),
  },
  "git.settings": {
    on: "git",
    when: (c) =>
      /^config\b/.test(c.verbs) &&
      has(/^(?:core\.(?:hookspath|sshcommand|pager|editor|fsmonitor)|alias\.|credential|include|url\.|gpg|commit\.gpgsign|filter\.)/i)(c) &&
      !hasOption(c, "get", "list", "l"),
  },
  "git.remote": {
    on: "git",
    when: (c) =>
      /^remote (?:set-url|add|remove|rm|rename)/.test(c.verbs) ||
      (/^config\b/.test(c.verbs) && hasOption(c, "global", "system") && !hasOption(c, "get", "list", "l")),
  },
} satisfies Record<string, CommandCondition>;
