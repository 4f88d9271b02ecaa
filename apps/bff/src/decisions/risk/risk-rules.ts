/**
 * THE RULES: what makes an action riskier than its agent says, each with how risky it is and
 * why, in the words that stand on the card. When a rule applies is said under the same id in
 * `conditions/`. A rule only ever raises; what matches none keeps the risk that was declared.
 */
import type { Risk } from "@beckon/contracts/decisions";

/** Cannot be undone: critical where the same line names production. */
const destroys = "destroys";
export type Rule = readonly [risk: Risk, reason: string, final?: typeof destroys];

/** About one program and its arguments, wherever in the command it stands. */
export const commandRules = {
  // Deleting
  "delete.everything": ["critical", "Deletes a home, system or whole disk folder", destroys],
  "delete.everything-elsewhere": ["critical", "Deletes a whole folder tree on another machine or in a container", destroys],
  "delete.project": ["high", "Deletes the whole project, or its history", destroys],
  "delete.computed": ["high", "Deletes a folder whose path is only known when it runs", destroys],
  "delete.outside": ["high", "Deletes outside the project", destroys],
  "delete.tree": ["medium", "Deletes a folder that is not a build product"],
  "delete.list": ["medium", "Deletes a list of files that is only known when it runs"],
  "delete.secret": ["medium", "Deletes a file with secrets"],
  "delete.found-all": ["high", "Deletes everything below a folder", destroys],
  "delete.found": ["medium", "Deletes all files that it finds"],
  "disk.overwrite": ["critical", "Overwrites or formats a disk", destroys],
  "disk.redirect": ["critical", "Writes straight to a disk", destroys],
  "disk.shred": ["high", "Destroys files beyond recovery", destroys],
  "file.empty": ["medium", "Empties files"],
  "rights.broad": ["critical", "Changes owner or rights of system folders or a whole home"],
  "rights.open": ["medium", "Lets everybody change files, or changes the owner of a whole tree"],
  "rights.setuid": ["high", "Makes a program run with its owner's rights"],

  // Git
  "push.force-main": ["critical", "Overwrites the history of a main or release branch for everybody", destroys],
  "push.force": ["high", "Overwrites the history of a branch on the server"],
  "push.lease": ["medium", "Overwrites a branch on the server, unless somebody else has pushed to it"],
  "push.delete": ["high", "Deletes a branch or tag on the server"],
  "push.production": ["high", "Pushes to a branch that is named after production"],
  "push.main": ["medium", "Pushes to a main or release branch"],
  "push.unnamed": ["medium", "Pushes the current branch, whichever that is, or tags"],
  "git.unsaved": ["high", "Throws away work that is not committed, or not tracked"],
  "git.discard": ["medium", "Discards changes, a stash or a branch"],
  "git.rewrite": ["high", "Rewrites the history of the repository", destroys],
  "git.rebase": ["medium", "Rewrites commits"],
  "git.skips-checks": ["medium", "Skips the checks that run before a commit or push"],
  "git.settings": ["high", "Changes what git runs, trusts or signs with"],
  "git.remote": ["medium", "Changes where the repository is pushed, or git's settings for all projects"],

  // Publishing and deploying
  "publish.package": ["high", "Publishes a package for everybody; it cannot be taken back"],
  "publish.upload": ["high", "Publishes a release for everybody"],
  "github.release": ["high", "Changes a release, its secrets or its keys on the forge"],
  "github.delete": ["critical", "Deletes a whole repository", destroys],
  "github.merge": ["medium", "Merges, or changes things on the forge"],
  "deploy.script": ["medium", "Deploys or releases"],
  "deploy.platform": ["high", "Changes what runs on a server or in the cloud"],

  // Infrastructure
  "terraform.destroy": ["critical", "Destroys infrastructure", destroys],
  "terraform.apply": ["high", "Changes infrastructure"],
  "kubernetes.delete-many": ["critical", "Deletes a namespace, stored data, or everything of a kind in a cluster", destroys],
  "kubernetes.delete": ["high", "Deletes or drains in a cluster", destroys],
  "kubernetes.change": ["medium", "Changes what runs in a cluster"],
  "cloud.delete": ["high", "Deletes in the cloud", destroys],
  "cloud.change": ["medium", "Changes something in the cloud"],
  "docker.data": ["high", "Deletes stored data of containers", destroys],
  "docker.delete": ["medium", "Deletes containers, images or networks"],
  "docker.host": ["high", "Gives a container the rights of the whole machine"],

  // Databases
  "database.destroy": ["high", "Deletes data or tables from a database", destroys],
  "database.unbounded": ["high", "Changes all rows of a table", destroys],
  "database.alter": ["medium", "Changes the structure or the rights of a database"],
  "database.migrate-remote": ["high", "Changes the structure of a database that is not on this machine"],
  "database.migrate": ["medium", "Changes the structure of a database"],

  // Production
  "production.system": ["high", "Names production"],
  "production.files": ["medium", "Changes files that are named after production"],

  // Secrets
  "secret.read": ["high", "Reads a file that holds passwords or keys"],
  "secret.write": ["medium", "Changes a file that holds passwords or keys"],
  "secret.tool": ["high", "Shows passwords or keys"],
  "secret.environment": ["medium", "Prints the environment, which can hold passwords"],
  "secret.exported": ["critical", "Sends passwords or keys to another machine"],

  // Data out, programs in
  "network.sends": ["high", "Sends files or results of commands to another machine"],
  "network.changes": ["medium", "Sends a changing request to another machine"],
  "network.shell": ["critical", "Opens a shell on this machine to somebody else"],
  "network.tunnel": ["high", "Opens this machine to the internet"],
  "code.decoded": ["critical", "Runs text that was encoded so that nobody can read it", destroys],
  "code.downloaded": ["high", "Runs a program straight from the internet, unread"],
  "code.generated": ["medium", "Runs text that another command makes"],
  "code.computed": ["medium", "Which program runs is only known when it runs"],
  "code.brace": ["high", "Hides the program in a brace expression"],
  "code.inline": ["medium", "A script in the command deletes files or starts programs"],
  "package.global": ["medium", "Installs a program for the whole machine"],

  // Rights, services, machine
  "rights.root": ["high", "Runs with administrator rights"],
  "machine.schedule": ["high", "Makes something run by itself later"],
  "machine.service": ["high", "Stops, starts or removes a service of the machine"],
  "machine.off": ["high", "Turns the machine off, or changes its users, firewall or protection"],
  "process.kill": ["medium", "Ends programs by name, or all of them"],
  "agent.unchecked": ["high", "Starts an agent that asks nobody"],
  "redis.flush": ["high", "Deletes all keys of a Redis database", destroys],
  payment: ["critical", "Moves money"],

  // Places that matter
  "place.startup": ["high", "Changes a file that runs by itself later: login, git hook, agent or editor settings"],
  "place.pipeline": ["medium", "Changes what the build server runs"],
  "place.written": ["high", "Writes outside the project"],
  "place.system": ["high", "Changes a system folder"],
  "place.outside": ["medium", "Reaches outside the project"],
} satisfies Record<string, Rule>;
export type CommandRuleId = keyof typeof commandRules;

/** About the action as a whole: its text, its files, its change, its tool. */
export const actionRules = {
  // Tricks
  "trick.hidden": ["high", "Hidden or look-alike characters in what will run"],
  "trick.hidden-in-change": ["high", "Hidden characters in the changed text"],
  "trick.out-of-sight": ["high", "Pushes a part of the command out of sight"],
  "trick.nested": ["high", "Commands inside commands inside commands, too deep to be read"],
  "trick.separator": ["high", "Hides the spaces between words"],
  "trick.fork-bomb": ["critical", "Starts itself again and again until the machine stands still"],
  long: ["medium", "More than a person can read"],

  // Secrets in the open
  "secret.in-command": ["high", "A password or key stands in the command"],
  "secret.in-change": ["high", "The change adds what looks like a password or key"],
  "secret.file": ["high", "Touches a file that holds passwords or keys"],

  // Files and changes
  "file.outside": ["high", "Changes a file outside the project"],
  "file.outside-read": ["medium", "Reads a file outside the project"],
  "file.startup": ["high", "Changes a file that runs by itself later: login, git hook, agent or editor settings"],
  "file.pipeline": ["medium", "Changes what the build server runs"],
  "file.install-script": ["high", "Adds a script that runs whenever the package is installed"],
  "change.deletes": ["high", "Deletes many files"],
  "change.many": ["medium", "Changes more files than a person can look through"],
  "change.database": ["medium", "The change deletes tables or data when it runs"],

  // Tools other than a shell
  "tool.payment": ["critical", "Moves money"],
  "tool.delete": ["high", "Deletes or takes away"],
  "tool.publish": ["medium", "Publishes, sends, deploys or merges"],
  "tool.sql": ["high", "Deletes data or tables, or changes all rows of one"],
} satisfies Record<string, Rule>;
export type ActionRuleId = keyof typeof actionRules;
