import { agentSetups } from "@beckon/agent-setup/agents";
import type { AgentSetup } from "@beckon/agent-setup/setup";
import { exitCode } from "../errors.ts";
import { printJson, printTable, say } from "../output.ts";
import { admin, knownTokens } from "./agent-token.ts";
import { codexTrust } from "./codex-trust.ts";
import { readKnown } from "./connection-file.ts";
import type { Known } from "./connection-file.ts";
import { connectionOf } from "./connection-of.ts";
import { isInstalled, locate } from "./places.ts";
import { carriesOurs } from "./plan.ts";
import { readSettings } from "./settings-io.ts";

type Row = {
  agent: string;
  name: string;
  installed: boolean;
  connected: "yes" | "partly" | "by hand" | "no";
  lastHeardAt?: string;
  note?: string;
};

/** The agents found on this machine, and whether they are connected. */
export async function listAgents(json: boolean): Promise<number> {
  // Away, or not to be asked: then only the last sign is not known.
  const tokens = await knownTokens(await admin()).catch(() => undefined);
  const rows: Row[] = [];
  for (const setup of agentSetups) {
    const known = await readKnown(setup.id);
    const heard = tokens?.find(({ id }) => id === known?.tokenId)?.lastUsedAt;
    rows.push({ ...(await rowOf(setup, known)), ...(heard !== undefined && { lastHeardAt: heard }) });
  }
  if (json) printJson({ items: rows });
  else {
    printTable(
      ["AGENT", "FOUND", "CONNECTED", "LAST HEARD", "NOTE"],
      rows.map((row) => [row.agent, row.installed ? "yes" : "no", row.connected, row.lastHeardAt ?? "", row.note ?? ""]),
    );
    say("connect one with: beckon connect AGENT");
  }
  return exitCode.ok;
}

async function rowOf(setup: AgentSetup, known: Known | undefined): Promise<Row> {
  const row = { agent: setup.id, name: setup.name, installed: await isInstalled(setup) };
  try {
    const connection = connectionOf({ url: known?.url ?? "", token: known?.token ?? "", host: known?.host ?? "", gate: "ask" });
    const files = setup.files(connection);
    const carrying: boolean[] = [];
    let note: string | undefined;
    for (const file of files) {
      const disk = await readSettings(await locate(file.place));
      const operations = file.groups.flatMap((group) => group.operations);
      carrying.push(disk.exists && carriesOurs({ text: disk.text, format: file.format, operations }));
      if (setup.id === "codex" && known && carrying.at(-1)) {
        const { trusted, of } = codexTrust(disk.text, connection);
        if (trusted < of) note = `${of - trusted} of ${of} hooks are not trusted: start codex in a terminal and trust them (/hooks)`;
      }
    }
    if (files.length === 0) return { ...row, connected: known ? "yes" : "no" };
    const connected = carrying.every(Boolean) ? (known ? "yes" : "by hand") : carrying.some(Boolean) ? "partly" : "no";
    return { ...row, connected, ...(note !== undefined && { note }) };
  } catch (error) {
    return { ...row, connected: known ? "partly" : "no", note: error instanceof Error ? error.message : String(error) };
  }
}
