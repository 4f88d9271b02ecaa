import type { Result, Router } from "hono/router";
import { RegExpRouter } from "hono/router/reg-exp-router";
import { SmartRouter } from "hono/router/smart-router";
import { TrieRouter } from "hono/router/trie-router";

/** More than there are paths to report to. Whoever makes up others is routed without memory. */
const most = 100;

/** Hono's own choice of routers, which remembers how the few paths are routed that are called thousands of times a second. */
export const rememberingRouter = <T>(isCommon: (path: string) => boolean): Router<T> => {
  const router = new SmartRouter<T>({ routers: [new RegExpRouter<T>(), new TrieRouter<T>()] });
  const known = new Map<string, Result<T>>();
  return {
    name: "RememberingRouter",
    add: (method, path, handler) => router.add(method, path, handler),
    match: (method, path) => {
      if (!isCommon(path)) return router.match(method, path);
      const key = `${method} ${path}`;
      const before = known.get(key);
      if (before) return before;
      const result = router.match(method, path);
      if (known.size < most) known.set(key, result);
      return result;
    },
  };
};
