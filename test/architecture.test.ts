import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && existsSync(join(root, file)));
const isSource = (file: string) => /\.(ts|css)$/.test(file) && /^(apps|packages)\//.test(file) && !/(^|\/)(dist|migrations)\//.test(file);
const isTest = (file: string) => /\.test\.ts$/.test(file);
const sources = files.filter((file) => isSource(file) && !isTest(file));

const imports =
  /(?:^|\n)(?:import\s+(type\s+)?(?:[\w$*{}\s,]+?\s+from\s+)?|export\s+(type\s+)?(?:\*|\{[^}]*\})[\w\s]*?from\s+)["']([^"'\n]+)["']|import\(\s*["']([^"'\n]+)["']\s*\)/g;

/** The imports of a file as repository paths or package names; `type` says that nothing remains of it at run time. */
const importsOf = (file: string) =>
  [...readFileSync(join(root, file), "utf8").matchAll(imports)].map((match) => {
    const name = (match[3] ?? match[4]) as string;
    return { type: (match[1] ?? match[2]) !== undefined, name: name.startsWith(".") ? normalize(join(dirname(file), name)) : name };
  });

const offences = (inside: string, allowed: (name: string, type: boolean, file: string) => boolean) =>
  sources
    .filter((file) => file.startsWith(inside))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ name, type }) => !allowed(name, type, file))
        .map(({ name }) => `${file} → ${name}`),
    );

const within =
  (...folders: string[]) =>
  (name: string) =>
    folders.some((folder) => name.startsWith(folder));
const beckon = (name: string) => name.startsWith("@beckon/");

describe("the top level", () => {
  test("is the one that ARCHITECTURE fixes", () => {
    const allowed = [
      "package.json",
      "pnpm-workspace.yaml",
      "tsconfig.base.json",
      "apps",
      "packages",
      "test",
      "README.md",
      "LICENSE",
      "AGENTS.md",
      "pnpm-lock.yaml",
      ".gitignore",
      ".oxlintrc.json",
      ".oxfmtrc.json",
      "knip.json",
      ".ci",
      "docs",
    ];
    const found = [...new Set(files.map((file) => file.split("/")[0] as string))];
    expect(found.filter((entry) => !allowed.includes(entry))).toEqual([]);
    expect(readdirSync(join(root, "apps")).sort()).toEqual(["bff", "cli", "pwa"]);
  });
});

describe("who may import whom", () => {
  const packages: [folder: string, may: (name: string, type: boolean, file: string) => boolean][] = [
    ["packages/contracts/", (name) => name === "zod" || within("packages/contracts/")(name)],
    ["packages/ui/", (name) => /^lit(\/|$)/.test(name) || within("packages/ui/")(name)],
    ["packages/metrics/", (name, type) => (type && name.startsWith("@beckon/contracts")) || within("packages/metrics/")(name)],
    ["packages/agent-setup/", (name) => ["jsonc-parser", "smol-toml"].includes(name) || within("packages/agent-setup/")(name)],
    ["packages/agent-client/", (name) => !beckon(name) || name.startsWith("@beckon/contracts")],
    ["apps/bff/", (name) => !beckon(name) || /^@beckon\/(contracts|metrics)/.test(name)],
    ["apps/cli/", (name) => !beckon(name) || /^@beckon\/(contracts|agent-client|agent-setup)/.test(name)],
    [
      "apps/pwa/",
      (name, type, file) =>
        !beckon(name) ||
        /^@beckon\/(contracts|metrics|ui|agent-setup)/.test(name) ||
        (name === "@beckon/bff/api" && type && file === "apps/pwa/src/platform/api-client.ts"),
    ],
  ];
  test.each(packages)("%s", (folder, may) => {
    expect(offences(folder, may)).toEqual([]);
  });
});

describe("inside the BFF", () => {
  const bff = "apps/bff/src/";
  const sliceOf = (path: string) =>
    path.startsWith(bff) && path.slice(bff.length).includes("/") ? (path.slice(bff.length).split("/")[0] as string) : undefined;
  const isPlatform = (path: string) => sliceOf(path) === "platform";

  test("platform knows no slice", () => {
    expect(offences(`${bff}platform/`, (name) => !name.startsWith("apps/") || isPlatform(name))).toEqual([]);
  });

  test("only repository, table and platform know Drizzle; only routes and platform/http know Hono", () => {
    const drizzle = (name: string) => /^(drizzle-orm|pg$|@electric-sql)/.test(name);
    const hono = (name: string) => /^(hono|@hono\/|hono-openapi)/.test(name);
    const mayDrizzle = (file: string) => /\.(repository|table)\.ts$/.test(file) || /platform\/(db|jobs|backup)\//.test(file);
    const mayHono = (file: string) =>
      /\.routes\.ts$/.test(file) || file.includes("platform/http/") || /src\/(app|server|main|api)\.ts$/.test(file);
    expect(offences(bff, (name, _type, file) => !drizzle(name) || mayDrizzle(file))).toEqual([]);
    expect(offences(bff, (name, _type, file) => !hono(name) || mayHono(file))).toEqual([]);
  });

  test("routes → service → repository → table, downward only", () => {
    const layer = (path: string) => ["table", "repository", "service", "routes"].findIndex((suffix) => path.endsWith(`.${suffix}.ts`));
    expect(
      offences(bff, (name, _type, file) => {
        const [from, to] = [layer(file), layer(name)];
        if (from === -1 || to === -1) return true;
        // Sub-apps of one slice are put together by its main routes file.
        if (from === 3 && to === 3) return sliceOf(file) === sliceOf(name);
        // Between slices: the other's service.
        return from > to || (from === to && sliceOf(file) === sliceOf(name)) || (from === to && (from === 0 || from === 2));
      }),
    ).toEqual([]);
    expect(offences(bff, (name, _type, file) => layer(file) !== 3 || !/\.(repository|table)\.ts$/.test(name))).toEqual([]);
  });

  test("another slice's repository and table are its own (foreign keys excepted)", () => {
    expect(
      offences(bff, (name, _type, file) => {
        const [from, to] = [sliceOf(file), sliceOf(name)];
        if (to === undefined || from === to || to === "platform" || !/\.(repository|table)\.ts$/.test(name)) return true;
        return file.endsWith(".table.ts") && name.endsWith(".table.ts");
      }),
    ).toEqual([]);
  });

  test("only services.ts, operations.ts, feeds.ts and app.ts know all slices", () => {
    const roots = [
      "main.ts",
      "server.ts",
      "greeting.ts",
      "app.ts",
      "services.ts",
      "feeds.ts",
      "operations.ts",
      "api.ts",
      "config.ts",
      "version.ts",
      "restore.ts",
    ].map((file) => bff + file);
    const stray = sources.filter((file) => file.startsWith(bff) && !file.slice(bff.length).includes("/") && !roots.includes(file));
    expect(stray).toEqual([]);
  });
});

describe("inside the app", () => {
  test("components know neither store nor api; stores know no page", () => {
    const pwa = "apps/pwa/src/";
    const isElement = (file: string) => /customElement\(/.test(readFileSync(join(root, file), "utf8"));
    const isPageOrShell = (file: string) => file.endsWith("-page.ts") || file.includes("/shell/");
    expect(
      offences(pwa, (name, type, file) => {
        if (/\.api\.ts$/.test(name))
          return /\.(store|api|contexts?)\.ts$/.test(file) || type || /\/(main|stores)\.ts$/.test(file) || file.includes("/platform/");
        if (/\.store\.ts$/.test(name) && isElement(file)) return type || isPageOrShell(file);
        if (/-page\.ts$/.test(name)) return isPageOrShell(file) || file.includes("routes");
        return true;
      }),
    ).toEqual([]);
  });
});

describe("the files", () => {
  test("no source file is over 300 lines", () => {
    expect(sources.filter((file) => readFileSync(join(root, file), "utf8").split("\n").length > 301)).toEqual([]);
  });

  test("elements stand in files of their own name", () => {
    const wrong = sources
      .filter((file) => /^(apps\/pwa|packages\/ui)\/src\//.test(file))
      .flatMap((file) => {
        const tags = [...readFileSync(join(root, file), "utf8").matchAll(/@customElement\("([^"]+)"\)/g)].map(
          (match) => match[1] as string,
        );
        return tags.length === 0 || (tags.length === 1 && file.endsWith(`/${tags[0]}.ts`)) ? [] : [`${file}: ${tags.join(", ")}`];
      });
    expect(wrong).toEqual([]);
  });

  test("each migration in the journal has its file", () => {
    const folder = join(root, "apps/bff/migrations");
    const journal = JSON.parse(readFileSync(join(folder, "meta/_journal.json"), "utf8")) as { entries: { tag: string }[] };
    expect(journal.entries.filter(({ tag }) => !existsSync(join(folder, `${tag}.sql`)))).toEqual([]);
  });
});
