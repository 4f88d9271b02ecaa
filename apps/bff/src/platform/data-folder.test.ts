import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lockDataFolder } from "./data-folder-lock.ts";
import { explain, openDataFolder } from "./data-folder.ts";
import { StartError } from "./errors.ts";

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "beckon-folder-"));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const mode = (path: string) => statSync(path).mode & 0o777;

describe("openDataFolder", () => {
  test("makes the folder and its secret for this user alone, and keeps the secret", () => {
    const path = join(base, "deep/data");
    const first = openDataFolder(path);
    expect(mode(path)).toBe(0o700);
    expect(mode(join(path, "local-secret"))).toBe(0o600);
    expect(first.localSecret).toMatch(/^[\w-]{43}$/);
    expect(first.notes).toEqual([]);
    expect(openDataFolder(path).localSecret).toBe(first.localSecret);
  });

  test("takes away rights of others, and says so", () => {
    const { localSecret } = openDataFolder(base);
    chmodSync(base, 0o755);
    chmodSync(join(base, "local-secret"), 0o644);
    const { notes, localSecret: after } = openDataFolder(base);
    expect([mode(base), mode(join(base, "local-secret"))]).toEqual([0o700, 0o600]);
    expect(notes).toHaveLength(2);
    expect(notes[1]).toMatch(/local-secret was open to other users \(mode 644\)/);
    expect(after).toBe(localSecret);
  });

  test("replaces a secret that was cut off in writing", () => {
    writeFileSync(join(base, "local-secret"), "abc");
    const { localSecret, notes } = openDataFolder(base);
    expect(localSecret).toMatch(/^[\w-]{43}$/);
    expect(readFileSync(join(base, "local-secret"), "utf8")).toBe(localSecret);
    expect(notes.join()).toContain("damaged");
  });

  test("refuses a file in its place, and a disk without room, in one line", () => {
    const file = join(base, "file");
    writeFileSync(file, "");
    expect(() => openDataFolder(file)).toThrow(/a file is in its place \(EEXIST\)\. Move that file/);
    expect(() => openDataFolder(join(file, "data"))).toThrow(/\(ENOTDIR\)/);
    expect(() => openDataFolder(base, 1e12)).toThrow(/^Only \d+ MB are free .* BECKON_DATA_DIR/);
  });

  test.each(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EEXIST", "ENOTDIR", "EIO"])(
    "explains %s in one line with a remedy",
    (code) => {
      const line = explain("/srv/data", { name: "Error", message: "x", code });
      expect(line).toContain("/srv/data");
      expect(line).toContain("BECKON_DATA_DIR");
      expect(line).not.toContain("\n");
    },
  );
});

describe("lockDataFolder", () => {
  test("lets one in at a time", () => {
    const lock = lockDataFolder(base);
    expect(() => lockDataFolder(base)).toThrow(StartError);
    expect(() => lockDataFolder(base)).toThrow(`process ${process.pid}`);
    lock.release();
    expect(existsSync(join(base, "server.pid"))).toBe(false);
    lockDataFolder(base).release();
  });

  test("holds between processes, and ends with a process that is killed", async () => {
    mkdirSync(base, { recursive: true });
    const module = new URL("./data-folder-lock.ts", import.meta.url).href;
    const script = `const { lockDataFolder } = await import(${JSON.stringify(module)}); lockDataFolder(${JSON.stringify(base)}); console.log("held"); setInterval(() => {}, 1e6);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    expect(() => lockDataFolder(base)).toThrow(`process ${child.pid}`);
    child.kill("SIGKILL");
    await once(child, "close");
    lockDataFolder(base).release();
  });
});
