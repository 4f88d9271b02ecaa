import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostInput } from "@beckon/contracts/hosts";
import { expect, test } from "vitest";
import { readConfig, toldProfile } from "./config.ts";

const setUp = () => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-config-"));
  for (const name of ["shop", "elsewhere"]) mkdirSync(join(folder, "here", name), { recursive: true });
  mkdirSync(join(folder, "other/api"), { recursive: true });
  symlinkSync(join(folder, "other"), join(folder, "here/link"));
  return {
    folder: join(folder, "here"),
    read: (text: string) => {
      const path = join(folder, "here/beckon.config.yaml");
      writeFileSync(path, text);
      return readConfig(path);
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
};
const profile = (rest: string) => `host:\n  profiles:\n    - name: dev\n      command: claude\n      ${rest}\n`;

test("everything that can be said", () => {
  using setup = setUp();
  const config = setup.read(`
host:
  name: devbox
  roots: [../other]
  profiles:
    - name: developer
      role: developer
      vendor: claude-code
      command: claude -p 'Take the next task'
      folder: shop
      env: { MODE: fast, LEVEL: 3 }
      envFile: dev.env
      limits: { most: 4, memory: 2GB, output: 1MB }
      worktree: true
    - name: api
      command: [node, -e, "console.log(1); // $HOME"]
      folder: ../other/api
`);
  expect(config).toMatchObject({ name: "devbox", roots: [setup.folder, join(setup.folder, "../other")] });
  expect(config.profiles[0]).toEqual({
    name: "developer",
    role: "developer",
    vendor: "claude-code",
    words: ["claude", "-p", "Take the next task"],
    folder: join(setup.folder, "shop"),
    env: { MODE: "fast", LEVEL: "3" },
    envFile: join(setup.folder, "dev.env"),
    most: 4,
    memoryBytes: 2_147_483_648,
    outputBytes: 1_048_576,
    worktree: true,
  });
  // What the server is told holds neither variables nor files, and is as the contract wants it.
  const told = hostInput.parse({ name: config.name, platform: "linux", version: "1", profiles: config.profiles.map(toldProfile) });
  expect(told.profiles[1]).toEqual({
    name: "api",
    command: `node -e 'console.log(1); // $HOME'`,
    folder: join(setup.folder, "../other/api"),
    worktree: false,
    most: 1,
  });
  expect(JSON.stringify(told)).not.toMatch(/fast|dev\.env/);
});

test("teams that are to be kept at strength", () => {
  using setup = setUp();
  const { teams } = setup.read(`${profile("limits: { most: 3 }")}teams:
  - name: Night shift
    members: [{ profile: dev, strength: 2 }, { profile: dev }]
    limits: { restartsPerHour: 9 }
`);
  expect(teams).toEqual([
    {
      name: "Night shift",
      members: [
        { profile: "dev", strength: 2 },
        { profile: "dev", strength: 1 },
      ],
      restartsPerHour: 9,
    },
  ]);
  expect(setup.read(profile("limits: { most: 3 }")).teams).toEqual([]);
});

test("the configuration in docs/teams.md", () => {
  using setup = setUp();
  const page = readFileSync(new URL("../../../../docs/teams.md", import.meta.url), "utf8");
  const [, configuration = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  expect(setup.read(configuration).teams).toEqual([
    {
      name: "Night shift",
      members: [
        { profile: "developer", strength: 3 },
        { profile: "reviewer", strength: 1 },
      ],
      restartsPerHour: 10,
    },
  ]);
});

const team = (rest: string) => `${profile("limits: { most: 2 }")}teams:\n  - name: Night\n    ${rest}\n`;

test.each<[string, string]>([
  [team("members: []"), "teams[0].members is empty"],
  [team("members: [{ profile: cook }]"), 'teams[0].members[0].profile "cook" is none of the profiles'],
  [team("members: [{ strength: 2 }]"), "teams[0].members[0].profile is missing"],
  [team("members: [{ profile: dev, strength: 0 }]"), "strength must be a whole number from 1 to 50"],
  [team("members: [{ profile: dev, strength: 3 }]"), 'asks for 3 of "dev", whose limit is 2'],
  [team("members: [{ profile: dev, strength: 1 }, { profile: dev, strength: 2 }]"), 'asks for 3 of "dev", whose limit is 2'],
  [team("members: [{ profile: dev }]\n    limits: { restartsPerHour: 100 }"), "must be a whole number from 1 to 60"],
  [team("members: [{ profile: dev }]\n    start: true"), "start is not known here"],
  [`${team("members: [{ profile: dev }]")}  - { name: Night, members: [{ profile: dev }] }\n`, 'two of the name "Night"'],
  [`${profile("worktree: true")}teams: Night\n`, "must be a list"],
  [profile("folder: ../other/api"), "outside of the configuration's folder and its roots"],
  [profile("folder: link/api"), "outside of the configuration's folder and its roots"],
  [profile("folder: /etc"), "outside of the configuration's folder and its roots"],
  [profile("folder: nowhere"), "is not there"],
  [profile("folder: beckon.config.yaml"), "is no folder"],
  [profile("limits: { most: 0 }"), "must be a whole number from 1 to 200"],
  [profile("limits: { memory: lots }"), "must be a size such as 500MB"],
  [profile("worktree: yes please"), "must be true or false"],
  [profile("shell: true"), "shell is not known here"],
  [profile('env: { "A B": 1 }'), "is no name of a variable"],
  [profile("env: [1]"), "must hold names and values"],
  ["host:\n  profiles:\n    - name: dev\n      command: claude; rm -rf /\n", "has ;, which needs a shell"],
  ["host:\n  profiles:\n    - name: dev\n      command: claude $(id)\n", "has $, which needs a shell"],
  ["host:\n  profiles:\n    - name: dev\n      command: --version\n", "is no program"],
  ["host:\n  profiles:\n    - name: dev\n      command: []\n", "command is missing"],
  ["host:\n  profiles:\n    - name: dev\n", "command is missing"],
  ["host:\n  profiles:\n    - command: a\n", "name is missing"],
  ["host:\n  profiles:\n    - name: ../../etc\n      command: a\n", "may have letters"],
  ["host:\n  profiles:\n    - name: a;b\n      command: a\n", "may have letters"],
  ['host:\n  profiles:\n    - name: "a\\u202eb"\n      command: a\n', "may have letters"],
  ['host:\n  profiles:\n    - name: "a\\nb"\n      command: a\n', "characters that nobody can see"],
  ["host:\n  profiles:\n    - { name: a, command: a }\n    - { name: a, command: b }\n", 'two of the name "a"'],
  ["host:\n  profiles: []\n", "there is nothing to start"],
  ["hosts: {}\n", "there is nothing to start"],
  ["host: [\n", "beckon.config.yaml: "],
  ["a: &a [*a, *a]\nhost: *a\n", "beckon.config.yaml"],
])("refused in one line: %j", (text, words) => {
  using setup = setUp();
  expect(() => setup.read(text)).toThrow(words);
  try {
    setup.read(text);
  } catch (error) {
    expect((error as Error).message).not.toContain("\n");
  }
});

test("no file: one line that says so", () => {
  expect(() => readConfig("/nowhere/beckon.config.yaml")).toThrow("/nowhere/beckon.config.yaml is not there");
});
