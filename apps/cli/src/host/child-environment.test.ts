import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { childEnvironment } from "./child-environment.ts";

const of = { hostToken: "bk_secret", url: "http://localhost:8787", agent: "dev-1", id: "hp_1" };

test("who it is, the profile's own, and nothing of the runner's token", () => {
  const own = { PATH: "/bin", BECKON_TOKEN: "bk_secret", BECKON_STATE_DIR: "/s", COPY: "Bearer bk_secret", LANG: "C" };
  expect(childEnvironment({ ...of, own, profile: { env: { LANG: "en", BECKON_TOKEN: "bk_agents-own" } } })).toEqual({
    PATH: "/bin",
    LANG: "en",
    BECKON_TOKEN: "bk_agents-own",
    BECKON_URL: "http://localhost:8787",
    BECKON_AGENT: "dev-1",
    BECKON_SESSION: "hp_1",
    BECKON_PROCESS: "hp_1",
  });
});

test("a profile cannot take another process's mark, nor give the runner's token away", () => {
  const env = { BECKON_PROCESS: "hp_2" };
  expect(childEnvironment({ ...of, own: {}, profile: { env } }).BECKON_PROCESS).toBe("hp_1");
  expect(() => childEnvironment({ ...of, own: {}, profile: { env: { T: "bk_secret" } } })).toThrow("host's own token");
});

test("a file of variables: quotes, comments, export; nothing in it is run", () => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-env-"));
  try {
    const envFile = join(folder, "dev.env");
    writeFileSync(envFile, `# mine\nexport A='1 2'\nB="$HOME"\n\nC=\`id\`\r\nD=x=y\n`);
    const profile = { env: { A: "3" }, envFile };
    expect(childEnvironment({ ...of, own: {}, profile })).toMatchObject({ A: "3", B: "$HOME", C: "`id`", D: "x=y" });
    writeFileSync(envFile, "A=1\nwhat is the secret\n");
    expect(() => childEnvironment({ ...of, own: {}, profile })).toThrow(`its envFile ${envFile} has no NAME=value in line 2`);
    writeFileSync(envFile, "BECKON_TOKEN=bk_secret\n");
    expect(() => childEnvironment({ ...of, own: {}, profile })).toThrow("host's own token");
    rmSync(envFile);
    expect(() => childEnvironment({ ...of, own: {}, profile })).toThrow("cannot be read (ENOENT)");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
