import { changesData, migrates } from "../databases.ts";
import { hasOption } from "../signs.ts";
import { has, type CommandCondition } from "./condition.ts";

/** Clusters, clouds, containers and databases. */
export const infrastructure = {
  "terraform.destroy": {
    on: "terraform tofu terragrunt pulumi cdk",
    when: (c) => /^(?:run-all )?destroy\b/.test(c.verbs) || (/^apply\b/.test(c.verbs) && hasOption(c, "destroy")),
  },
  "terraform.apply": {
    on: "terraform tofu terragrunt pulumi",
    verbs:
      /^(?:(?:run-all )?apply|up|refresh|import|taint|untaint|force-unlock|state (?:rm|mv|push|delete)|workspace delete|stack rm|cancel)\b/,
  },
  "kubernetes.delete-many": {
    on: "kubectl oc",
    when: (c) =>
      /^delete (?:ns|namespaces?|pvc?|persistentvolume\w*|crds?|nodes?)\b/.test(c.verbs) ||
      (/^delete\b/.test(c.verbs) && hasOption(c, "all", "all-namespaces", "A")),
    unless: ["dry-run"],
  },
  "kubernetes.delete": { on: "kubectl oc helm", verbs: /^(?:delete|drain|uninstall|replace)\b/, unless: ["dry-run"] },
  "kubernetes.change": {
    on: "kubectl oc helm kustomize",
    verbs:
      /^(?:apply|create|scale|patch|edit|set|rollout (?:restart|undo)|cordon|taint|label|annotate|exec|cp|upgrade|install|rollback|run|expose|autoscale)\b/,
    unless: ["dry-run"],
  },
  "cloud.delete": {
    on: "aws gcloud az gsutil doctl hcloud linode-cli oci ibmcloud s3cmd mc rclone bq",
    when: (c) =>
      /(?:^|[ -])(?:delete|deletes|rm|rb|terminate|remove|purge|destroy|deregister|empty|del)(?=$|[ -])/.test(
        c.verbs.split(" ").slice(0, 4).join(" "),
      ) ||
      (/\bsync\b/.test(c.verbs) && (hasOption(c, "delete", "d") || c.program === "rclone")),
    unless: ["dryrun", "dry-run"],
  },
  "cloud.change": {
    on: "aws gcloud az gsutil doctl hcloud oci",
    verbs:
      /(?:^|[ -])(?:create|put|update|run|start|stop|reboot|modify|attach|detach|set|deploy|invoke|cp|mv|sync|mb|authorize|add|enable|disable|restart|scale|import|restore)(?=$|[ -])/,
  },
  "docker.data": {
    on: "docker podman docker-compose",
    when: (c) =>
      /^volume (?:rm|prune)/.test(c.verbs) ||
      (c.verbs.startsWith("system prune") && hasOption(c, "a", "all", "volumes")) ||
      (/^(?:compose )?(?:down|rm)\b/.test(c.verbs) && /^(?:compose )?down/.test(`${c.verbs}`) && hasOption(c, "v", "volumes")),
  },
  "docker.delete": { on: "docker podman", verbs: /^(?:system prune|(?:container|image|network|builder|buildx) (?:prune|rm)|rm\b|rmi\b)/ },
  "docker.host": {
    on: "docker podman",
    when: (c) => hasOption(c, "privileged") || has(/^(?:--pid=host|(?:-v|--volume=)?\/:\/\S*|(?:\S*=)?\/var\/run\/docker\.sock\S*)$/)(c),
  },
  "database.destroy": { when: (c) => changesData(c) === "destroys" },
  "database.unbounded": { when: (c) => changesData(c) === "unbounded" },
  "database.alter": { when: (c) => changesData(c) === "alters" },
  "database.migrate-remote": { when: (c) => migrates(c) === "remote" },
  "database.migrate": { when: (c) => migrates(c) === "local" },
  "redis.flush": { on: "redis-cli valkey-cli", when: has(/^(?:flushall|flushdb|shutdown)\b/i) },
} satisfies Record<string, CommandCondition>;
