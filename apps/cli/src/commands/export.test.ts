import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startContractServer } from "../../../../packages/agent-client/src/testing/contract-server.ts";
import { setUpShell } from "../testing/run-beckon.ts";

const yaml = "groups:\n  - name: beckon\n";
const items = [
  { file: "beckon-overview.json", dashboard: { uid: "beckon-overview" } },
  { file: "../escape.json", dashboard: { uid: "x" } },
];

test.concurrent("export writes what the server has, and nowhere else", async () => {
  const asked: string[] = [];
  await using server = await startContractServer(({ method, path }) => {
    asked.push(`${method} ${path}`);
    if (path.startsWith("/api/observability/grafana")) return { status: 200, body: { items } };
    return path.startsWith("/api/observability/prometheus-rules") ? { status: 200, body: { yaml } } : undefined;
  });
  await using shell = await setUpShell({ BECKON_URL: server.url });
  await mkdir(join(shell.home, "data"));
  await writeFile(join(shell.home, "data/local-secret"), "local-secret-of-this-test\n", { mode: 0o600 });
  const folder = join(shell.home, "out/of");
  const written = await shell.run(["export", "grafana", "--out", folder]);
  expect(written).toMatchObject({ code: 0, stdout: `${join(folder, "beckon-overview.json")}\n${join(folder, ".._escape.json")}\n` });
  expect((await readdir(folder)).toSorted()).toEqual([".._escape.json", "beckon-overview.json"]);
  expect(JSON.parse(await readFile(join(folder, "beckon-overview.json"), "utf8"))).toEqual({ uid: "beckon-overview" });
  expect(await shell.run(["export", "prometheus-rules", "--operator"])).toMatchObject({ code: 0, stdout: yaml });
  expect(asked.at(-1)).toContain("operator=true");
  expect(await shell.run(["export", "grafana", "--operator"])).toMatchObject({ code: 2 });
  expect(await shell.run(["export"])).toMatchObject({ code: 2 });
});
