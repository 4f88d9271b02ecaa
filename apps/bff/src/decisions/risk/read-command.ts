import { splitCommand, type Redirect, type SimpleCommand } from "./split-command.ts";

/** One program with its arguments, found at any depth: behind sudo, in `bash -c`, in `$( )`, over ssh. */
export type ShellCommand = {
  /** Base name in lower case, without version and `.exe`. */
  program: string;
  /** The first word as it stands, with its path. */
  path: string;
  args: string[];
  /** The first arguments that are no options, joined: `push origin main`, `compose down`. Bounded. */
  verbs: string;
  /** `NAME=value` before the program. */
  env: string[];
  redirects: Redirect[];
  input: string;
  from?: ShellCommand;
  inside: ShellCommand[];
  /** Runs on another machine or in a container: paths are not this project's. */
  elsewhere: boolean;
};

type Reading = { commands: ShellCommand[]; tooDeep: boolean };

const deepest = 6;
const keywords = new Set(["if", "then", "elif", "else", "while", "until", "do", "!", "{", "}", "coproc"]);
const assignment = /^\w+\+?=/;
const shells = new Set(["sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "pwsh", "powershell", "cmd"]);

/** Maps, not objects: `constructor` is a word that agents may write too. Programs that run the rest of their line; the value lists their options that take a word of their own. */
const wrappers = new Map(
  Object.entries({
    sudo: "-u -g -h -p -C -D -R -T --user --group",
    doas: "-u -C",
    env: "-u -C --unset --chdir",
    xargs: "-n -P -I -L -d -a -s -E --max-args --max-procs --replace --delimiter",
    timeout: "-s -k --signal --kill-after",
    nice: "-n",
    ionice: "-c -n",
    stdbuf: "-i -o -e",
    nohup: "",
    time: "-f -o",
    command: "",
    builtin: "",
    exec: "-a",
    setsid: "",
    watch: "-n -d --interval",
    strace: "-e -o -p",
    caffeinate: "-t -w",
    busybox: "",
    npx: "-p --package",
    bunx: "",
  }),
);

/** Two-word wrappers: `npm exec -- x`, `doppler run -- x`. */
const runners =
  /^(?:(?:npm|pnpm|bun|yarn) (?:exec|dlx|x)|(?:bundle|poetry|pipenv|uv|pdm|mise|doppler|op|dotenv|direnv|hatch|rye) (?:exec|run|x))\b/;

/** Options that take a word of their own, so that the word is not taken for a verb. */
const optionsWithValue = new Map(
  Object.entries({
    git: "-C -c --git-dir --work-tree --namespace",
    docker:
      "-H -c --context --host -f --file -p --project-name -v --volume -e --env -w --workdir -u --user --name --network --entrypoint --env-file --platform -l --label --mount",
    kubectl: "-n --namespace --context --kubeconfig --cluster --user -s --server -c --container -l --selector -f --filename -o --output",
    helm: "-n --namespace --kube-context --kubeconfig -f --values --set",
    terraform: "-var -var-file",
    aws: "--profile --region --output --endpoint-url",
    gcloud: "--project --account --configuration",
    npm: "--prefix -w --workspace -C",
    pnpm: "-C --dir --filter -F",
    yarn: "--cwd",
    gh: "-R --repo",
    ssh: "-b -c -D -E -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w",
    su: "-s -g",
    "redis-cli": "-h -p -a -n -u",
  }),
);

const baseName = (word: string) =>
  (word.split(/[/\\]/).at(-1) ?? word)
    .toLowerCase()
    .replace(/\.exe$/, "")
    .replace(/^(python|pip|node|ruby|perl|php)[\d.]+$/, "$1");

/** The arguments that are neither options nor the values of the given options. */
function plainArguments(args: string[], withValue: string): string[] {
  const takesValue = new Set(withValue.split(" "));
  const found: string[] = [];
  for (let index = 0; index < args.length && found.length < 6; index += 1) {
    const word = args[index] as string;
    if (takesValue.has(word)) index += 1;
    else if (!word.startsWith("-") || word === "-") found.push(word);
  }
  return found;
}

/** Index of the first word that a wrapper runs. */
function restIndex(args: string[], withValue: string): number {
  const takesValue = new Set(withValue.split(" "));
  let index = 0;
  for (; index < args.length; index += 1) {
    const word = args[index] as string;
    if (word === "--") return index + 1;
    if (takesValue.has(word)) index += 1;
    else if (!word.startsWith("-") && !assignment.test(word)) break;
  }
  return index;
}

/** What this command runs in turn: as words of the same line, or as text for another shell. */
function runsInTurn(command: ShellCommand): { words?: string[]; text?: string; elsewhere?: boolean }[] {
  const { program, args, verbs } = command;
  const withValue = wrappers.get(program);
  if (withValue !== undefined) {
    const start = restIndex(args, withValue) + (program === "timeout" ? 1 : 0);
    return program === "watch" ? [{ text: args.slice(start).join(" ") }] : [{ words: args.slice(start) }];
  }
  if (shells.has(program)) {
    const flag = args.findIndex((word) => /^(?:-[a-z]{0,8}c|-command|\/c)$/i.test(word));
    return [{ text: flag === -1 ? command.input : program === "cmd" ? args.slice(flag + 1).join(" ") : (args[flag + 1] ?? "") }];
  }
  if (program === "python" && args.includes("-m")) return [{ words: args.slice(args.indexOf("-m") + 1) }];
  if (program === "eval") return [{ text: args.join(" ") }];
  if (program === "trap") return [{ text: args[0] ?? "" }];
  if (program === "su") return [{ text: args[args.findIndex((word) => word === "-c" || word === "--command") + 1] ?? "" }];
  if (program === "ssh") {
    const host = plainArguments(args, optionsWithValue.get("ssh") ?? "")[0];
    const rest = host === undefined ? [] : args.slice(args.indexOf(host) + 1);
    return [{ text: rest.length > 0 ? rest.join(" ") : command.input, elsewhere: true }];
  }
  if (program === "find") {
    const start = args.findIndex((word) => /^-(?:exec|execdir|ok|okdir)$/.test(word));
    return start === -1 ? [] : [{ words: args.slice(start + 1).filter((word) => word !== ";" && word !== "+") }];
  }
  if (runners.test(`${program} ${verbs}`)) return [{ words: args.slice(restIndex(args.slice(1), "-w --workspace") + 1) }];
  const container = /^(?:(?:docker|podman|nerdctl) (compose )?(?:exec|run)|kubectl (?:exec|run)|docker-compose (?:exec|run)) /.exec(
    `${program} ${verbs}`,
  );
  if (container) {
    const words = plainArguments(args, optionsWithValue.get(program === "kubectl" ? "kubectl" : "docker") ?? "");
    const dashes = args.indexOf("--");
    const inner = words[container[1] ? 3 : 2];
    const start = dashes >= 0 ? dashes + 1 : inner === undefined ? args.length : args.indexOf(inner);
    return [{ words: args.slice(start), elsewhere: true }];
  }
  return [];
}

/** Every command in a text, with those behind wrappers, in quotes for another shell, and in substitutions. */
export function readCommands(text: string): Reading {
  const reading: Reading = { commands: [], tooDeep: false };
  const readText = (piece: string, depth: number, outer: { elsewhere: boolean; from?: ShellCommand }) => {
    if (piece.trim() === "") return;
    if (depth > deepest) {
      reading.tooDeep = true;
      return;
    }
    const { commands, complete } = splitCommand(piece);
    // No shell would run text with an open quote; read it a second time without any, to be on the safe side.
    const all = complete ? commands : [...commands, ...splitCommand(piece.replace(/["'`]/g, " ")).commands];
    const known = new Map<SimpleCommand, ShellCommand>();
    for (const simple of all) {
      const command = readWords(simple.words, depth, {
        ...outer,
        env: [],
        redirects: simple.redirects,
        input: simple.input,
        from: simple.from ? known.get(simple.from) : outer.from,
        inside: simple.substitutions.flatMap((inner) => known.get(inner) ?? []),
      });
      if (command) known.set(simple, command);
    }
  };
  const readWords = (
    words: string[],
    depth: number,
    outer: Pick<ShellCommand, "env" | "redirects" | "input" | "inside" | "elsewhere" | "from">,
  ): ShellCommand | undefined => {
    if (depth > deepest) reading.tooDeep = true;
    let start = 0;
    while (start < words.length && keywords.has(words[start] as string)) start += 1;
    const first = start;
    while (start < words.length && assignment.test(words[start] as string)) start += 1;
    const path = words[start] ?? "";
    const program = baseName(path);
    const args = words.slice(start + 1);
    const verbs = plainArguments(args, optionsWithValue.get(program === "podman" ? "docker" : program) ?? "")
      .join(" ")
      .slice(0, 300);
    const command: ShellCommand = { ...outer, program, path, args, verbs, env: [...outer.env, ...words.slice(first, start)] };
    reading.commands.push(command);
    if (depth <= deepest) {
      for (const next of runsInTurn(command)) {
        const elsewhere = outer.elsewhere || next.elsewhere === true;
        if (next.words && next.words.length > 0) readWords(next.words, depth + 1, { ...command, elsewhere });
        if (next.text) readText(next.text, depth + 1, { elsewhere, from: outer.from });
      }
    }
    return command;
  };
  readText(text, 0, { elsewhere: false });
  return reading;
}
