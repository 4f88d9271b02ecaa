import fc from "fast-check";
import { expect, test } from "vitest";
import type { SessionPlace } from "./collisions.types.ts";
import { below, placeOf, tidyPath } from "./file-place.ts";

const shop = "github.com/acme/shop";
const at = (place: Partial<SessionPlace>): SessionPlace => ({ machine: "se_1", ...place });
const seen = (place: Partial<SessionPlace>, told: string) => {
  const found = placeOf(at(place), told);
  return found && { repository: found.repository, path: found.path, ...(found.worktree ? { worktree: found.worktree } : {}) };
};
const same = (a: [Partial<SessionPlace>, string], b: [Partial<SessionPlace>, string]) => {
  const [one, other] = [placeOf(at(a[0]), a[1]), placeOf(at(b[0]), b[1])];
  return { key: one?.key === other?.key, spot: one?.spot === other?.spot };
};

test("a path is told by its repository and what lies below it, however it was told", () => {
  const home = { repository: shop, root: "/home/dev/shop", host: "laptop" };
  expect(seen(home, "/home/dev/shop/src/a.ts")).toEqual({ repository: shop, path: "src/a.ts" });
  expect(seen({ ...home, cwd: "/home/dev/shop/src" }, "../src/./a.ts")).toEqual({ repository: shop, path: "src/a.ts" });
  expect(seen({ ...home, cwd: "/home/dev/shop/src" }, "a.ts")).toEqual({ repository: shop, path: "src/a.ts" });
  expect(seen(home, "/home/dev/shop/.claude/worktrees/orders/src/a.ts")).toEqual({
    repository: shop,
    path: "src/a.ts",
    worktree: "orders",
  });
  expect(seen({ ...home, root: "/home/dev/shop/.claude/worktrees/orders" }, "/home/dev/shop/.claude/worktrees/orders/src/a.ts")).toEqual({
    repository: shop,
    path: "src/a.ts",
    worktree: "orders",
  });
  expect(seen({ ...home, root: "/home/dev/shop-2", worktree: "shop-2" }, "/home/dev/shop-2/src/a.ts")).toEqual({
    repository: shop,
    path: "src/a.ts",
    worktree: "shop-2",
  });
  expect(seen({ repository: shop, root: "C:\\work\\shop", host: "desk" }, "c:\\Work\\shop\\src\\a.ts")).toEqual({
    repository: shop,
    path: "src/a.ts",
  });
  // Another repository than the run's own.
  expect(seen(home, "/home/dev/shop-api/src/a.ts")).toEqual({ repository: "laptop:/home/dev/shop-api/src", path: "a.ts" });
  expect(seen({ host: "laptop", cwd: "/home/dev/shop" }, "/home/dev/shop/src/a.ts")).toEqual({
    repository: "laptop:/home/dev/shop",
    path: "src/a.ts",
  });
  expect(seen({ host: "laptop" }, "src/a.ts")).toBeUndefined();
});

test("the same repository meets across machines and worktrees; without a remote only the same file of one machine does", () => {
  const laptop = { repository: shop, root: "/home/dev/shop", host: "laptop" };
  const desk = { repository: shop, root: "D:\\shop", host: "desk" };
  expect(same([laptop, "/home/dev/shop/src/a.ts"], [desk, "D:\\shop\\src\\a.ts"])).toEqual({ key: true, spot: false });
  expect(same([laptop, "/home/dev/shop/src/a.ts"], [laptop, "/home/dev/shop/.claude/worktrees/x/src/a.ts"])).toEqual({
    key: true,
    spot: true,
  });
  const bare = { host: "laptop", cwd: "/home/dev/shop" };
  expect(same([bare, "/home/dev/shop/src/a.ts"], [{ host: "laptop", cwd: "/home/dev/shop/src" }, "a.ts"])).toEqual({
    key: true,
    spot: true,
  });
  expect(same([laptop, "/home/dev/shop/src/a.ts"], [bare, "src/a.ts"])).toEqual({ key: false, spot: true });
  expect(same([bare, "src/a.ts"], [{ ...bare, host: "desk" }, "src/a.ts"])).toEqual({ key: false, spot: false });
  // No name of the machine: only what is of one run.
  expect(same([{ cwd: "/w" }, "a.ts"], [{ cwd: "/w" }, "a.ts"])).toEqual({ key: true, spot: true });
  expect(same([{ cwd: "/w" }, "a.ts"], [{ cwd: "/w", machine: "se_2" }, "a.ts"])).toEqual({ key: false, spot: false });
});

test("whatever is told, a tidy path stays as it is, and what lies below a folder is found again", () => {
  const part = fc.constantFrom("src", "a.ts", ".", "..", "", "x y", "日本");
  const path = fc
    .tuple(fc.constantFrom("/", "", "C:\\", "\\\\srv\\"), fc.array(part, { maxLength: 8 }))
    .map(([start, parts]) => start + parts.join(start.includes("\\") ? "\\" : "/"));
  fc.assert(
    fc.property(path, (told) => {
      expect(tidyPath(tidyPath(told))).toBe(tidyPath(told));
      expect(tidyPath(told)).not.toMatch(/\/\.(\/|$)/);
    }),
  );
  const name = fc.stringMatching(/^[a-z0-9_.-]{1,8}$/).filter((text) => text !== "." && text !== "..");
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), fc.array(name, { minLength: 1, maxLength: 4 }), (root, rest) => {
      const folder = `/${root.join("/")}`;
      expect(below(folder, `${folder}/${rest.join("/")}`)).toBe(rest.join("/"));
      expect(below(folder, `${folder}x/${rest.join("/")}`)).toBeUndefined();
      const found = placeOf(at({ repository: shop, root: folder, host: "h" }), `${folder}/${rest.join("/")}`);
      expect(found).toMatchObject({ repository: shop, remote: true });
    }),
  );
});
