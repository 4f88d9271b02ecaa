import { readMeta, type Replica, writeMeta } from "./replica.ts";

type DeepLink = { path: string; at: number };

/** A killed app on iOS is opened at its start address, not at the one asked for. */
const validFor = 60_000;

/** Only our own paths: what a notification names is still input. */
export const isOwnPath = (path: unknown): path is string => typeof path === "string" && /^\/(?![/\\])/.test(path);

export async function rememberDeepLink(replica: Replica, path: string, now = Date.now()): Promise<void> {
  await writeMeta(replica, "deepLink", { path, at: now } satisfies DeepLink);
}

/** The page that a tap on a notification asked for, once. */
export async function takeDeepLink(replica: Replica, now = Date.now()): Promise<string | undefined> {
  const link = await readMeta<DeepLink>(replica, "deepLink");
  if (!link) return undefined;
  await writeMeta(replica, "deepLink", undefined);
  return now - link.at < validFor && isOwnPath(link.path) ? link.path : undefined;
}
