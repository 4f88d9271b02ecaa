import { hasOption } from "../signs.ts";
import { has, type CommandCondition } from "./condition.ts";

const dryRun = ["dry-run", "dryrun", "n"];

/** Packages, releases and deployments. */
export const publishing = {
  "publish.package": {
    on: "npm pnpm yarn bun cargo lerna changeset vsce ovsx poetry uv flit hatch jsr mvn dotnet",
    verbs: /^(?:npm )?(?:publish|unpublish|deprecate|dist-tag|owner|access|changeset publish|yank|deploy$|nuget push)\b/,
    unless: dryRun,
    when: (c) => !(c.program === "pnpm" && c.verbs.startsWith("deploy")),
  },
  "publish.upload": {
    on: "twine gem semantic-release goreleaser release-it np docker podman helm crane skopeo",
    when: (c) =>
      /^(?:semantic-release|goreleaser|release-it|np)$/.test(c.program) ||
      /^(?:upload|push|yank|image push|compose push|copy)\b/.test(c.verbs) ||
      (/^(?:buildx )?build\b/.test(c.verbs) && hasOption(c, "push")),
    unless: dryRun,
  },
  "github.release": {
    on: "gh glab",
    verbs:
      /^(?:release (?:create|delete|edit|upload)|secret (?:set|delete|remove)|variable (?:set|delete)|ssh-key add|gpg-key add|repo (?:edit|rename|archive)|auth (?:token|refresh)|workflow run|run rerun|deploy-key add)/,
  },
  "github.delete": { on: "gh glab", verbs: /^repo delete/ },
  "github.merge": {
    on: "gh glab",
    when: (c) =>
      /^(?:pr merge|mr merge|pr close|issue (?:close|delete)|repo create)/.test(c.verbs) ||
      (/^api\b/.test(c.verbs) && has(/^(?:-X|--method)?=?(?:POST|PUT|PATCH|DELETE)$/i)(c)),
  },
  "deploy.script": {
    when: (c) =>
      /(?:^|[/_.:-])(?:deploy|release|rollout|rollback|promote)(?:$|[_.:-])/i.test(
        /^(?:npm|pnpm|yarn|bun|make|just|task|node|python|bash|sh|rake|cap|fab|ansible-playbook|gradle|gradlew)$/.test(c.program)
          ? (/^(?:(?:run|run-script) )?(\S+)/.exec(c.verbs)?.[1] ?? "")
          : c.path,
      ),
  },
  "deploy.platform": {
    on: "fly flyctl vercel netlify wrangler firebase serverless sls cdk heroku railway render sam amplify eb ansible-playbook ansible argocd flux nomad cap dokku kamal supabase",
    when: (c) =>
      /^(?:ansible|ansible-playbook|cap)$/.test(c.program) ||
      /^(?:deploy|destroy|delete|remove|up|release|promote|rollback|alias|secrets? (?:set|put|delete)|pages deploy|app sync|job (?:run|stop)|db (?:push|reset)|functions deploy|\w+:(?:destroy|reset|restart|set|promote|rollback|delete)|config:(?:set|unset)|container:release)/.test(
        c.verbs,
      ) ||
      hasOption(c, "prod"),
    unless: ["check", "dry-run", "diff"],
  },
} satisfies Record<string, CommandCondition>;
