import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "@beckon/bff/config.ts";
import { startServer } from "@beckon/bff/server.ts";
import { expect, test } from "vitest";

test("a server on its own database tidies and dumps it, for nobody else does", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "beckon-care-"));
  const server = await startServer(readConfig({ BECKON_PORT: "0", BECKON_DATA_DIR: dataDir, BECKON_LOG_LEVEL: "silent" }));
  try {
    const { rows } = await server.services.database.executeSql("select name from jobs.schedule");
    const names = rows.map((row) => (row as { name: string }).name);
    expect(names).toEqual(expect.arrayContaining(["database.upkeep", "backup.dump"]));
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
