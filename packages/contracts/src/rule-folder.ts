/** The parts of an absolute path, or nothing where it is none or goes up and down (`..`): what it names is then not certain. */
export function pathParts(path: string): string[] | undefined {
  const isDrive = /^[A-Za-z]:[\\/]/.test(path);
  const slashed = isDrive ? path.replaceAll("\\", "/") : path;
  if (!isDrive && !slashed.startsWith("/")) return undefined;
  const parts = slashed.split("/");
  if (parts.at(-1) === "") parts.pop();
  const rest = parts.slice(1);
  return rest.some((part) => part === "" || part === "." || part === "..") ? undefined : parts;
}

/** Whether a path lies in a folder, or is it. Letter by letter: names that only look alike are other names. */
export function isUnder(folder: string, path: string): boolean {
  const [outer, inner] = [pathParts(folder), pathParts(path)];
  if (!outer || !inner || inner.length < outer.length) return false;
  return outer.every((part, index) => part === inner[index]);
}

/** Whether all these files lie in a folder; names without a root are looked for in the folder of work. */
export function areUnder(folder: string, files: readonly string[], cwd: string | undefined): boolean {
  return files.every((file) => {
    if (pathParts(file)) return isUnder(folder, file);
    // Neither absolute nor plain: `../x`, `~/x`, `C:x`.
    if (cwd === undefined || !/^[^/\\~:]/.test(file) || /[\\:]/.test(file)) return false;
    return isUnder(folder, `${cwd.replace(/\/$/, "")}/${file}`);
  });
}
