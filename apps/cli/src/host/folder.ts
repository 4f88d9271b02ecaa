import { realpathSync, statSync } from "node:fs";
import { relative, sep } from "node:path";

/** Whether `path` is `root` or below it; both without symbolic links in them. */
export const isWithin = (root: string, path: string): boolean => {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !way.startsWith(sep);
};

/**
 * The folder without symbolic links, once it is sure that it lies in one of the roots. Asked at each start: a link may have
 * been laid meanwhile.
 *
 * @throws Error in words where it is not there, no folder, or leads out.
 */
export function realFolder(folder: string, roots: readonly string[]): string {
  const real = realOf(folder);
  if (real === undefined) throw new Error(`the folder ${folder} is not there`);
  if (!statSync(real).isDirectory()) throw new Error(`${folder} is no folder`);
  const allowed = roots.map(realOf).filter((root) => root !== undefined);
  if (!allowed.some((root) => isWithin(root, real))) {
    const leads = real === folder ? "" : ` leads to ${real}, which`;
    throw new Error(`the folder ${folder}${leads} is outside of the configuration's folder and its roots`);
  }
  return real;
}

const realOf = (path: string): string | undefined => {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
};
