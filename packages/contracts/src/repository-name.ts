/**
 * One name for one repository, however its remote is written: `host/owner/name`, in small letters, without credentials,
 * scheme, port and `.git`. `file://machine/folder` becomes `machine:folder`. Nothing where it names no place that others
 * could mean too (a path of this machine). Its own answers of the first kind come back unchanged.
 */
export function repositoryName(remote: string): string | undefined {
  const text = remote.trim().slice(0, 2_000);
  if (text === "" || /\p{Cc}/u.test(text)) return undefined;
  const helper = /^codecommit::([a-z0-9-]+):\/\/(?:[^@/]*@)?([^/?#]+)$/i.exec(text);
  if (helper) return nameOf(`git-codecommit.${helper[1]}.amazonaws.com`, `v1/repos/${helper[2]}`);
  if (/^[\w-]+::/.test(text)) return undefined;
  const url = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)/i.exec(text);
  if (url) {
    const [, scheme = "", authority = "", path = ""] = url;
    const host = hostOf(authority);
    if (/^file$/i.test(scheme)) return host && host !== "localhost" ? folderOf(host, path) : undefined;
    return host ? nameOf(host, path) : undefined;
  }
  // C:\src\shop and C:/src/shop are folders; `host:path` is the short form of ssh.
  if (/^[a-z]:([\\/]|$)/i.test(text) || /^[\\/.~]/.test(text)) return undefined;
  const short = /^(?:[^@/\\]*@)?(\[[^\]]+\]|[^:/\\@[\]]+):(?!\/\/)([^?#]*)/.exec(text);
  if (short) return nameOf(short[1] as string, short[2] as string);
  const [host = "", ...rest] = text.split("/");
  return rest.length > 0 && /^([\w.-]+|\[[0-9a-f:.]+\])$/i.test(host) ? nameOf(host, rest.join("/")) : undefined;
}

/** Without who logs in (whatever is in it), and without the port: ssh and https of one server have different ones. */
const hostOf = (authority: string): string => authority.slice(authority.lastIndexOf("@") + 1).replace(/:\d*$/, "");

/** Other names of the same servers: for networks that let only some ports through, and of machines with several accounts. */
const aliases: readonly [RegExp, string][] = [
  [/^(?:ssh\.|www\.)?github\.com(?:[-_].*)?$/, "github.com"],
  [/^(?:altssh\.|www\.)?gitlab\.com(?:[-_].*)?$/, "gitlab.com"],
  [/^(?:altssh\.|www\.)?bitbucket\.org(?:[-_].*)?$/, "bitbucket.org"],
  [/^(?:vs-)?ssh\.(?:dev\.azure|visualstudio)\.com$/, "dev.azure.com"],
];

const nameOf = (givenHost: string, givenPath: string): string | undefined => {
  const lower = givenHost.toLowerCase().replace(/\.$/, "");
  let host = aliases.find(([pattern]) => pattern.test(lower))?.[1] ?? lower;
  let parts = decoded(givenPath)
    .toLowerCase()
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  if (parts.length > 0) parts[parts.length - 1] = (parts.at(-1) as string).replace(/(?:\.git)+$/, "");
  parts = parts.filter((part) => part !== "");
  const account = /^([a-z0-9-]+)\.visualstudio\.com$/.exec(host)?.[1];
  if (account) [host, parts] = ["dev.azure.com", [account, ...parts.filter((part) => part !== "defaultcollection")]];
  if (host === "dev.azure.com") parts = azure(parts);
  // Bitbucket's own server has a prefix in https that ssh has not.
  else if (parts[0] === "scm" && parts.length === 3) parts = parts.slice(1);
  if (!/^(?:[\w.-]+|\[[0-9a-f:.]+\])$/.test(host) || parts.length === 0 || parts.some((part) => part === "..")) return undefined;
  return `${host}/${parts.join("/")}`.slice(0, 400);
};

/** `org/project/_git/name`, `v3/org/project/name`; a project's first repository has its name. */
const azure = (parts: readonly string[]): string[] => {
  const own = parts[0] === "v3" ? parts.slice(1) : [...parts];
  const at = own.indexOf("_git");
  if (at < 0) return own;
  const named = own.slice(at + 1);
  return [...(at === 1 ? [own[0] as string, ...named.slice(0, 1)] : own.slice(0, at)), ...named];
};

const folderOf = (host: string, path: string): string | undefined => {
  const folder = decoded(path)
    .replaceAll("\\", "/")
    .replace(/^\/(?=[a-z]:)/i, "")
    .replace(/(.)\/+$/, "$1");
  return folder === "" ? undefined : `${host}:${folder}`.slice(0, 400);
};

const decoded = (path: string): string => {
  try {
    const text = decodeURIComponent(path);
    return /\p{Cc}/u.test(text) ? path : text;
  } catch {
    return path;
  }
};
