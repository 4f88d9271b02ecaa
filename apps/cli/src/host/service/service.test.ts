import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { expect, test } from "vitest";
import { goodToken } from "../../../../../packages/agent-client/src/testing/contract-server.ts";
import { startHostServer } from "../../testing/host-server.ts";
import { setUpShell } from "../../testing/run-beckon.ts";
import { installService, removeService } from "./install-service.ts";
import { placesOf, planService } from "./plan-service.ts";
import type { Machine } from "./plan-service.ts";
import { launchdPlist, systemdUnit } from "./service-files.ts";

const token = "bk_0123456789abcdef";
/** Whatever a path may hold that a unit, a plist or a shell could take for something else. */
const awkward = `a b 100%h $HOME "c" 'd' \\e; <f> & ü`;

/** A home, and stand-ins for systemctl and launchctl that write down what they are called with. */
function setUp(answer = "exit 0", platform = "linux") {
  const root = mkdtempSync(join(tmpdir(), "beckon-service-"));
  const [home, bin] = [join(root, "home"), join(root, "bin")];
  const config = join(home, awkward, "beckon.config.yaml");
  mkdirSync(join(home, awkward), { recursive: true });
  mkdirSync(bin);
  writeFileSync(config, JSON.stringify({ host: { profiles: [{ name: "dev", command: "true" }] } }));
  for (const name of ["systemctl", "launchctl"]) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >>'${join(root, "calls")}'\n${answer}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const env = { PATH: [bin, process.env.PATH].join(delimiter), BECKON_URL: "https://beckon.example", BECKON_TOKEN: token, HOME: home };
  const machine: Machine = { platform, home, env, uid: 501 };
  return {
    config,
    machine,
    places: placesOf(machine),
    install: async (change: Partial<Machine["env"]> = {}) => {
      const there = { ...machine, env: { ...env, ...change } };
      return installService(there, planService(there, config));
    },
    calls: () => (existsSync(join(root, "calls")) ? readFileSync(join(root, "calls"), "utf8").trim().split("\n") : []),
    /** Every file and folder of the home. */
    tree: () =>
      readdirSync(home, { recursive: true, withFileTypes: true })
        .map((one) => relative(home, join(one.parentPath, one.name)))
        .toSorted(),
    [Symbol.dispose]: () => rmSync(root, { recursive: true }),
  };
}

test("systemd: unit and secret are written, it is enabled and started; --remove leaves the home as it was", async () => {
  using on = setUp();
  const before = on.tree();
  expect(await on.install()).toEqual({ files: [on.places.envFile, on.places.unit], left: [], running: true });
  expect(on.calls()).toEqual([
    "systemctl --user daemon-reload",
    "systemctl --user enable beckon-host.service",
    "systemctl --user restart beckon-host.service",
  ]);
  expect(statSync(on.places.envFile).mode & 0o777).toBe(0o600);
  expect(readFileSync(on.places.envFile, "utf8")).toContain(`\nBECKON_TOKEN=${token}\n`);
  const unit = readFileSync(on.places.unit, "utf8");
  expect(unit).not.toContain(token);
  for (const line of ["KillMode=process", "OOMPolicy=continue", "Restart=always", "WantedBy=default.target"])
    expect(unit.split("\n")).toContain(line);
  // Once more, without a token at hand: what is there stays.
  expect(await on.install({ BECKON_TOKEN: undefined })).toMatchObject({ files: [on.places.unit], running: true });
  expect(readFileSync(on.places.envFile, "utf8")).toContain(token);
  expect(await removeService(on.machine)).toEqual({ files: [on.places.envFile, on.places.unit], left: [], running: false });
  expect(on.calls().slice(-2)).toEqual(["systemctl --user disable --now beckon-host.service", "systemctl --user daemon-reload"]);
  expect(on.tree()).toEqual(before);
  await expect(removeService(on.machine)).rejects.toThrow("not installed here");
});

test("launchd: the same by a plist", async () => {
  using on = setUp("exit 0", "darwin");
  const before = on.tree();
  expect(await on.install()).toMatchObject({ files: [on.places.envFile, on.places.unit], running: true });
  expect(on.places.unit).toBe(join(on.machine.home, "Library/LaunchAgents/beckon.host.plist"));
  expect(on.calls()).toEqual(["launchctl bootout gui/501/beckon.host", `launchctl bootstrap gui/501 ${on.places.unit}`]);
  expect(readFileSync(on.places.unit, "utf8")).not.toContain(token);
  await removeService(on.machine);
  expect(on.calls().at(-1)).toBe("launchctl bootout gui/501/beckon.host");
  expect(on.tree()).toEqual(before);
});

test.each([
  ["echo 'Failed to connect to bus: No medium found' >&2; exit 1", "systemctl: Failed to connect to bus: No medium found"],
  ["exit 3", "systemctl: exit code 3"],
])("where no user manager answers, the files stand, and the one command is told: %s", async (answer, why) => {
  using on = setUp(answer);
  expect(await on.install()).toMatchObject({
    running: false,
    why,
    next: "systemctl --user daemon-reload && systemctl --user enable beckon-host.service && systemctl --user restart beckon-host.service",
  });
  expect(existsSync(on.places.unit)).toBe(true);
  // Nor does it keep anything from being taken away.
  expect(await removeService(on.machine)).toMatchObject({ files: [on.places.envFile, on.places.unit] });
});

test("somebody else's file is left alone, and so is one that was changed since", async () => {
  using on = setUp();
  mkdirSync(join(on.places.unit, ".."), { recursive: true });
  writeFileSync(on.places.unit, "[Service]\n");
  await expect(on.install()).rejects.toThrow("was not written by this");
  expect(existsSync(on.places.envFile)).toBe(false);
  rmSync(on.places.unit);
  await on.install();
  writeFileSync(on.places.unit, "[Service]\n# mine\n");
  expect(await removeService(on.machine)).toMatchObject({ files: [on.places.envFile], left: [on.places.unit] });
  expect(readFileSync(on.places.unit, "utf8")).toBe("[Service]\n# mine\n");
});

test("refused before anything is written: no token, no configuration, a path that no unit can hold", async () => {
  using on = setUp();
  const before = on.tree();
  await expect(on.install({ BECKON_TOKEN: undefined })).rejects.toThrow("BECKON_TOKEN is not set");
  expect(() => planService(on.machine, join(on.machine.home, "none.yaml"))).toThrow("is not there");
  await expect(on.install({ PATH: "/bin\nExecStart=/bin/evil" })).rejects.toThrow("cannot stand in");
  await expect(on.install({ BECKON_TOKEN: 'bk_1" EVIL="2' })).rejects.toThrow("has a character");
  expect(on.tree()).toEqual(before);
});

const service = {
  node: process.execPath,
  main: join(import.meta.dirname, "../../main.ts"),
  config: `/srv/${awkward}/beckon.config.yaml`,
  folder: `/srv/${awkward}`,
  envFile: `/home/${awkward}/host.env`,
  env: { PATH: `/opt/${awkward}:/bin` },
  log: `/home/${awkward}/log`,
};

const analyze = (process.env.PATH ?? "")
  .split(delimiter)
  .map((folder) => join(folder, "systemd-analyze"))
  .find(existsSync);

test.runIf(analyze !== undefined)("systemd reads the unit without a complaint, whatever the paths hold", () => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-unit-"));
  const path = join(folder, "beckon-host.service");
  writeFileSync(path, systemdUnit(service));
  try {
    const env = { ...process.env, XDG_RUNTIME_DIR: folder };
    const { stdout, stderr, status } = spawnSync(analyze as string, ["--user", "verify", path], { encoding: "utf8", env });
    expect({ said: stdout + stderr, status }).toEqual({ said: "", status: 0 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the unit's words come back as they were, read as systemd reads them", () => {
  const unit = systemdUnit(service);
  const valueOf = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(unit)?.[1] ?? "";
  const filled = (text: string) => text.replaceAll("%%", "\0").replaceAll(/%./g, "?").replaceAll("\0", "%");
  const words = [...valueOf("ExecStart").matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = ""]) =>
    filled(word.replaceAll(/\\(.)/g, "$1")).replaceAll("$$", "\0").replaceAll(/\$\w+/g, "?").replaceAll("\0", "$"),
  );
  expect(words).toEqual([service.node, service.main, "host", "--config", service.config]);
  expect(filled(valueOf("WorkingDirectory"))).toBe(service.folder);
  expect(filled(valueOf("EnvironmentFile"))).toBe(service.envFile);
  expect(filled(valueOf("Environment").slice(1, -1).replaceAll(/\\(.)/g, "$1"))).toBe(`PATH=${service.env.PATH}`);
});

test("the plist is XML, and its texts come back as they were", () => {
  const plist = launchdPlist(service);
  const back = (text: string) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  const texts = [...plist.matchAll(/<string>([^<]*)<\/string>/g)].map(([, text = ""]) => back(text));
  expect(texts).toEqual([
    "beckon.host",
    ...[service.node, `--env-file=${service.envFile}`, service.main, "host", "--config", service.config],
    service.folder,
    service.env.PATH,
    ...[service.log, service.log],
  ]);
  // Each tag that is opened is closed, in order.
  const open: string[] = [];
  for (const [, closes, tag, single] of plist.replace(/<!--.*?-->/s, "").matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (single) continue;
    if (closes) expect(open.pop()).toBe(tag);
    else open.push(tag as string);
  }
  expect(open).toEqual([]);
  expect(plist.replaceAll(/&(lt|gt|amp);/g, "")).not.toContain("&");
});

test("what launchd would start finds address and token in the file alone, and connects", async () => {
  using on = setUp("exit 0", "darwin");
  await using host = await startHostServer();
  await on.install({ BECKON_URL: host.server.url, BECKON_TOKEN: goodToken });
  const back = (text: string) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  const [program = "", ...words] = [...readFileSync(on.places.unit, "utf8").matchAll(/^ {4}<string>(.*)<\/string>$/gm)].map(
    ([, text = ""]) => back(text),
  );
  const { PATH, HOME } = on.machine.env;
  const said = execFile(program, [...words.slice(0, words.indexOf("--config") + 2), "--once"], { env: { PATH, HOME } });
  await once(said, "close");
  expect(said.exitCode).toBe(0);
  expect(host.inputs).toMatchObject([{ profiles: [{ name: "dev" }] }]);
});

test("beckon host install: shows without the token what it writes, and says it as JSON", async () => {
  using on = setUp();
  await using shell = await setUpShell(on.machine.env as Record<string, string>);
  const args = ["host", "install", "--config", on.config];
  const dry = await shell.run([...args, "--dry-run"]);
  expect(dry).toMatchObject({ code: 0, stdout: "" });
  expect(dry.stderr).toContain("+KillMode=process");
  expect(dry.stderr).toContain("+BECKON_TOKEN=bk_01…");
  expect(dry.stderr).not.toContain(token);
  expect(on.calls()).toEqual([]);
  const installed = await shell.run([...args, "--json"]);
  expect(JSON.parse(installed.stdout)).toMatchObject({ running: true, files: [on.places.envFile, on.places.unit] });
  expect(await shell.run(["host", "install", "--remove"])).toMatchObject({
    code: 0,
    stderr: `removed ${on.places.envFile}\nremoved ${on.places.unit}\nits processes go on; beckon host finds them again\n`,
  });
  expect(await shell.run(["host", "install", "--remove"])).toMatchObject({
    code: 2,
    stderr: "beckon: beckon host is not installed here\n",
  });
});
