import { posix } from "node:path";

/** Where the agent works; without it nothing can be said to be outside. */
export type Place = { cwd?: string };

const isAbsolute = (path: string) => /^(?:\/|[A-Za-z]:\/)/.test(path);
const slashes = (path: string) => path.trim().replaceAll("\\", "/");
const homeOf = (cwd = "") => /^(?:\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:\/Users\/[^/]+)/.exec(slashes(cwd))?.[0] ?? "/home/me";

/** One absolute form of a path as the shell would resolve it; relative ones are taken from the place. */
function resolve(path: string, { cwd }: Place): string {
  const home = homeOf(cwd);
  const expanded = slashes(path)
    .replace(/^~(?=\/|$)/, home)
    .replace(/^~\w+/, "/home/other")
    .replace(/^\$(?:\{HOME\}|HOME\b)/, home)
    .replace(/^\$(?:\{PWD\}|PWD\b)/, ".")
    .replace(/^\$(?:\{TMPDIR\}|TMPDIR\b)/, "/tmp");
  const absolute = isAbsolute(expanded) ? expanded : posix.join(cwd ? slashes(cwd) : "/unknown/project/folder", expanded);
  return posix.normalize(absolute).replace(/(?<=.)\/+$/, "");
}

const isTemporary = (path: string) => /^(?:\/private)?(?:\/var)?\/tmp\/./.test(path) || path.startsWith("/var/folders/");
const harmlessDevices = /^\/dev\/(?:null|stdin|stdout|stderr|tty|fd\/\d+|random|urandom|zero)$/;

/** A whole disk, home or system folder, by name or by what stands under it. */
export function isBroad(path: string, place: Place): boolean {
  const whole = resolve(path.trim().replace(/(?<=\/|^)(?:\.?[*?[{].*)$/, "") || ".", place);
  if (/^\/(?:etc|usr|bin|sbin|lib\w*|boot|dev|proc|sys|System|Library|Applications|var\/lib)(?:\/|$)/.test(whole))
    return !harmlessDevices.test(whole);
  return (
    /^(?:\/|[A-Za-z]:\/?|\/[^/]+|\/(?:home|Users|mnt|var|private)\/[^/]+|[A-Za-z]:\/(?:Users(?:\/[^/]+)?|Windows.*))$/.test(whole) &&
    !isTemporary(whole)
  );
}

/** The whole project, or a part of it that cannot be made again from what is stored. */
export const isWholeProject = (path: string) =>
  /^(?:\.\/?|\.?\/?\*(?:\*?\/?\*?)?|\.git\/?|\.\/\.git\/?|\.\[?[^/]{0,4}\]?\*|\{.*)$/.test(path.trim());

/** Folders and files that tools write and write again. */
export function isThrowAway(path: string): boolean {
  const made =
    /(?:^|\/)(?:node_modules|dist|build|out|coverage|target|tmp|temp|logs|__pycache__|\.next|\.nuxt|\.turbo|\.cache|\.vite|\.parcel-cache|\.svelte-kit|\.output|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.nyc_output|\.gradle|\.expo|\.angular|\.venv|venv|storybook-static|playwright-report|test-results|DerivedData|[^/]*\.(?:egg-info|log|tmp|pyc|tsbuildinfo|o))(?:\/|$)/;
  return made.test(path.trim()) && !/(?:^|\/)\.\.(?:\/|$)/.test(path);
}

export function isOutside(path: string, place: Place): boolean {
  if (!place.cwd) return false;
  const whole = resolve(path, place);
  const root = resolve(".", place);
  if (isTemporary(whole) || /^(?:\/private)?(?:\/var)?\/tmp$/.test(whole) || harmlessDevices.test(whole)) return false;
  return whole !== root && !whole.startsWith(root === "/" ? "/" : `${root}/`);
}

/** Does a word of a command name a path that can be told to be inside or outside? */
export const looksLikePath = (word: string) =>
  /^(?:\/(?!\/)|~(?:\/|$|\w+\/)|\.\.(?:\/|$)|(?:\.?[\w.-]+\/)+\.\.(?:\/|$)|\$\{?HOME\b)/.test(word.trim());

const secretNames =
  /(?:^|[/@=:])(?:\.env(?:\.(?!example|sample|template|dist|defaults|schema|test)[\w.-]+)?|\.envrc|id_(?:rsa|dsa|ecdsa|ed25519)|\.netrc|\.pgpass|\.git-credentials|\.npmrc|\.pypirc|\.htpasswd|credentials(?:\.json|\.db)?|\.credentials\.json|auth\.json|secrets?\.(?:ya?ml|json|toml|env)|service-account[\w-]*\.json|shadow|[\w.-]+\.(?:pem|key|p12|pfx|jks|keystore|kdbx))$/i;
const secretFolders =
  /(?:^|[/@=:])\.(?:ssh|aws|gnupg|kube|docker|azure|password-store)(?:\/(?!known_hosts|config$|.*\.pub$)|$)|\.kube\/config|\.docker\/config\.json|gcloud\/|\/Keychains\//;
export const isSecret = (path: string) => !path.endsWith(".pub") && (secretNames.test(path.trim()) || secretFolders.test(path.trim()));

/** Files that run by themselves later: at login, at a commit, when an agent or an editor starts. */
export const runsByItself = (path: string) =>
  /(?:^|\/)(?:\.git\/(?:hooks\/|config$)|\.husky\/|\.githooks\/|lefthook\.ya?ml$|\.pre-commit-config\.yaml$|\.(?:bash|zsh|k?sh|profile|login)(?:rc|_profile|_login|_logout|env|profile)?$|\.zshenv$|\.gitconfig$|\.envrc$|\.npmrc$|config\.fish$|\.ssh\/|authorized_keys$|LaunchAgents\/|cron[\w.-]*(?:\/|$)|systemd\/|init\.d\/|\.claude\/(?:settings|hooks)|\.claude\.json$|\.codex\/|\.gemini\/settings|\.cursor\/(?:mcp|hooks)|\.mcp\.json$|opencode\.jsonc?$|\.vscode\/(?:tasks|settings)\.json$)/.test(
    slashes(path),
  );

export const isPipeline = (path: string) =>
  /(?:^|\/)(?:\.github\/(?:workflows|actions)\/|\.gitlab-ci\.ya?ml$|\.circleci\/|\.buildkite\/|\.drone\.ya?ml$|\.travis\.yml$|Jenkinsfile|azure-pipelines\.ya?ml$|bitbucket-pipelines\.yml$|\.woodpecker|cloudbuild\.ya?ml$)/.test(
    slashes(path),
  );
