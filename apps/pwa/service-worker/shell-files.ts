import { serverPaths } from "./server-paths.ts";

/** As the build lists them: a file without revision carries its version in its name. */
export type ShellFile = { url: string; revision: string | null };

const page = "/index.html";

/** Which stored file answers a request; nothing when it belongs to the server. */
export function createShellFiles(files: readonly ShellFile[]) {
  const keys = new Map(
    files.map(({ url, revision }) => [`/${url.replace(/^\//, "")}`, revision === null ? `/${url}` : `/${url}?revision=${revision}`]),
  );
  return {
    keys: [...keys.values()],
    /** Every address without a file of its own is a page of the app. */
    keyFor(request: { path: string; navigation: boolean }): string | undefined {
      const { path, navigation } = request;
      if (navigation) return serverPaths.some((pattern) => pattern.test(path)) ? undefined : keys.get(page);
      return keys.get(path);
    },
  };
}
