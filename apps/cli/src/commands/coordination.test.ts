import { coordinationEnd, coordinationInput } from "@beckon/contracts/coordination";
import { expect, test } from "vitest";
import { goodToken, startContractServer } from "../../../../packages/agent-client/src/testing/contract-server.ts";
import { setUpShell } from "../testing/run-beckon.ts";

const id = "co_0000000000000000000001";
const row = { id, type: "review", from: { name: "builder" }, status: "pending", startedAt: "2026-11-21T10:00:00.000Z" };

async function setUp() {
  const told: { path: string; body: unknown }[] = [];
  const server = await startContractServer(({ method, path, body }) => {
    if (method !== "POST" || !path.startsWith("/api/coordinations")) return undefined;
    // As strict as the server itself: nothing that it does not know.
    told.push({ path, body: (path.endsWith("/end") ? coordinationEnd : coordinationInput).strict().parse(body) });
    return path.endsWith("/end") ? { status: 200, body: { ...row, status: "failed" } } : { status: 201, body: row };
  });
  const shell = await setUpShell({ BECKON_URL: server.url, BECKON_TOKEN: goodToken });
  const dispose = async () => {
    await server.kill();
    await shell[Symbol.asyncDispose]();
  };
  return { told, run: shell.run, [Symbol.asyncDispose]: dispose };
}

test.concurrent("start prints the id alone, and says what was said", async () => {
  await using setup = await setUp();
  const flags = [
    "--to",
    "reviewer-2",
    "--from",
    "builder",
    "--what",
    "the orders branch",
    "--key",
    "r1",
    "--attempt",
    "2",
    "--timeout",
    "30m",
  ];
  expect(await setup.run(["coordination", "start", "review", ...flags])).toEqual({ stdout: `${id}\n`, stderr: "", code: 0 });
  expect(setup.told).toEqual([
    {
      path: "/api/coordinations",
      body: {
        type: "review",
        key: "r1",
        from: { name: "builder" },
        to: { name: "reviewer-2" },
        what: "the orders branch",
        attempt: 2,
        timeoutSeconds: 1_800,
      },
    },
  ]);
});

test.concurrent("end tells how it ended, and why", async () => {
  await using setup = await setUp();
  const failed = ["failed", "--cause", "verification_failed", "--message", "2 of 14 checks failed", "--exhausted"];
  expect(await setup.run(["coordination", "end", id, ...failed])).toEqual({ stdout: "", stderr: "", code: 0 });
  expect(setup.told).toEqual([
    {
      path: `/api/coordinations/${id}/end`,
      body: { outcome: "failed", cause: "verification_failed", message: "2 of 14 checks failed", exhausted: true },
    },
  ]);
  const { stdout } = await setup.run(["coordination", "end", id, "succeeded", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ id });
});

test.concurrent.each([
  [["coordination"], "beckon coordination can start or end"],
  [["coordination", "start"], "which type of coordination: delegation, team_task,"],
  [["coordination", "start", "toString"], "which type of coordination: delegation, team_task,"],
  [["coordination", "start", "pair", "--attempt", "0"], '--attempt "0" is no number from 1 to 999'],
  [["coordination", "end"], "beckon coordination end needs an id"],
  [["coordination", "end", id], "how did it end: succeeded or failed?"],
  [["coordination", "end", id, "failed", "--cause", "bad luck"], '--cause "bad luck" is none of connectivity,'],
  [["coordination", "end", id, "succeeded", "--exhausted"], "--cause and --exhausted belong to what failed"],
])("%j is refused before the server is asked", async (args, said) => {
  await using setup = await setUp();
  const { stdout, stderr, code } = await setup.run(args);
  expect({ stdout, code, told: setup.told }).toEqual({ stdout: "", code: 2, told: [] });
  expect(stderr).toContain(said);
});
