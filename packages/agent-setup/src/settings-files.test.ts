import { describe, expect, test } from "vitest";
import { agentSetups } from "./agents.ts";
import { applyGroups } from "./apply.ts";
import type { Connection } from "./connection.ts";
import { editors } from "./editor.ts";
import { pasteBlock } from "./paste-block.ts";
import { SettingsError } from "./types.ts";
import type { FileFormat, SettingsFile } from "./types.ts";
import { undoGroups, writtenByHand } from "./undo.ts";
import { sameValue, valueAt } from "./values.ts";

const connection: Connection = {
  origin: "https://beckon.example",
  token: "bk_secret-Token_1",
  host: "dev box ü",
  beckon: "'/opt/a b/node' /opt/beckon/main.ts",
  plugin: 'const url = "__BECKON_URL__";\nconst token = "__BECKON_TOKEN__"; // Beckon\n',
  shell: "zsh",
};
const files = agentSetups.flatMap((setup) =>
  setup.files(connection).map((file, index): [string, SettingsFile] => [`${setup.id} ${index}`, file]),
);
const structured = files.filter(([, { format }]) => format === "json" || format === "toml");

const foreignHook = { matcher: "Bash", hooks: [{ type: "command", command: "my-own-check", timeout: 3 }] };
const deepJson = JSON.stringify({ list: Array.from({ length: 3_000 }, (_, at) => ({ at, text: `entry ${at}` })) }, null, 2);

/** Settings as people have them, by what is special about them. */
const json: Record<string, string> = {
  missing: "",
  "only spaces": "  \n\n",
  "an empty object": "{}",
  "an empty object on two lines": "{\n}\n",
  "only a comment": "// mine\n",
  "foreign keys": '{\n  "model": "opus",\n  "env": {\n    "FOO": "1"\n  }\n}\n',
  comments:
    '{\n  // why this model\n  "model": "opus", // not the small one\n  "env": {\n    "FOO": "1" /* keep */ // and this\n  } // end of env\n}\n',
  "trailing commas": '{\n  "model": "opus",\n  "env": { "FOO": "1", },\n  "list": [1, 2,],\n}\n',
  tabs: '{\n\t"model": "opus",\n\t"env": {\n\t\t"FOO": "1"\n\t}\n}\n',
  "four spaces and no last line end": '{\n    "model": "opus"\n}',
  CRLF: '{\r\n  "model": "opus", // c\r\n  "env": {\r\n    "FOO": "1"\r\n  }\r\n}\r\n',
  BOM: '\uFEFF{\n  "model": "opus"\n}\n',
  "one line": '{"model":"opus","env":{"FOO":"1"},"hooks":{},"permissions":{"ask":["Bash(curl:*)"]}}',
  "foreign hooks": `${JSON.stringify({ hooks: { PreToolUse: [foreignHook], BeforeTool: [foreignHook], Stop: [] }, mcpServers: { other: { url: "x" } } }, null, 2)}\n`,
  "a key like the prototype": '{ "__proto__": { "a": 1 }, "constructor": 2 }\n',
  "the same key twice": '{ "model": "a", "model": "b" }\n',
  huge: deepJson,
};
const toml: Record<string, string> = {
  missing: "",
  "only a comment": "# mine\n",
  "foreign keys": 'model = "gpt-5.5"\n\n[projects."/home/dev/shop"]\ntrust_level = "trusted"\n',
  "comments and odd spaces":
    '# top\nmodel   = "x" # why\n\n\n[ tui ] # the screen\n# inside\nnotifications = [ "agent-turn-complete",\n  "approval-requested", # both\n]\n# the end\n',
  "its own otel table": '[otel]\nenvironment = "dev" # mine\nlog_user_prompt = false\n\n[tui]\ntheme = "dark"\n',
  "an otel table at the very end": "[otel]",
  "foreign hooks": '[[hooks.PreToolUse]]\nmatcher = "^Bash$"\n[[hooks.PreToolUse.hooks]]\ntype = "command"\ncommand = "my-own-check"\n',
  "trusted hooks": '[hooks.state."/home/dev/.codex/config.toml:pre_tool_use:0:0"]\ntrusted_hash = "sha256:ab"\n',
  CRLF: 'model = "x"\r\n\r\n[otel]\r\nenvironment = "dev"\r\n',
  BOM: '\uFEFFmodel = "x"\n',
  "no last line end": 'model = "x"',
  "texts that look like tables":
    'notice = """\n[otel]\n[[hooks.PreToolUse]]\n"""\nwhen = 2026-11-21T10:00:00Z\nbig = 9223372036854775807\n',
  huge: Array.from({ length: 1_000 }, (_, at) => `[projects."/p/${at}"]\ntrust_level = "trusted"\n`).join("\n"),
};
const texts: Record<FileFormat, Record<string, string>> = {
  json,
  toml,
  lines: { missing: "", "other lines": "alias ll='ls -l'\nexport FOO=1\n", "no last line end": "FOO=1", CRLF: "FOO=1\r\nBAR=2\r\n" },
  whole: { missing: "" },
};

const read = (format: FileFormat, text: string) =>
  format === "json" || format === "toml" ? editors[format].read(text.replace(/^\uFEFF/, "")) : text.trimEnd();

function isContained(part: string, whole: string): boolean {
  const wanted = part.replace(/\s/g, "");
  let at = 0;
  for (const character of whole) if (character === wanted[at]) at += 1;
  return at === wanted.length;
}

const cases = files.flatMap(([name, file]) => Object.entries(texts[file.format]).map(([what, text]) => ({ name, what, file, text })));

test.each(cases)("$name, $what: connect, connect again, take out", ({ file, text }) => {
  const { format, groups } = file;
  const first = applyGroups({ text, format, groups });
  expect(first.conflicts).toEqual([]);
  expect(first.written.operations.length).toBeGreaterThan(0);

  const again = applyGroups({ text: first.text, format, groups });
  expect(again.text).toBe(first.text);
  expect(again.written.operations).toEqual([]);

  // Only added to: what was there is still there, in its order, comments included.
  expect(isContained(text, first.text)).toBe(true);
  if (text.includes("\r\n")) expect(first.text.replaceAll("\r\n", "")).not.toContain("\n");
  expect(first.text.startsWith("\uFEFF")).toBe(text.startsWith("\uFEFF"));

  const back = undoGroups({ text: first.text, format, written: first.written });
  expect(back.left).toEqual([]);
  const same = format === "toml" || format === "json" ? editors[format].same : sameValue;
  expect(same(read(format, back.text), read(format, text))).toBe(true);
});

const tidy = ["foreign keys", "tabs", "CRLF", "BOM", "foreign hooks", "its own otel table", "other lines", "comments", "trusted hooks"];

test.each(cases.filter(({ what }) => tidy.includes(what)))(
  "$name, $what: taken out of a changed file, every byte is as before",
  ({ file, text }) => {
    const { text: connected, written } = applyGroups({ ...file, text });
    expect(undoGroups({ text: connected, format: file.format, written }).text).toBe(text);
  },
);

test.each(structured)("%s: the block to paste is what is written into an empty file", (_, file) => {
  const written = editors[file.format as "json" | "toml"].read(applyGroups({ ...file, text: "" }).text);
  expect(sameValue(editors[file.format as "json" | "toml"].read(pasteBlock(file)), written)).toBe(true);
});

test.each(structured)("%s: a block that was pasted by hand is found and taken out, whatever its token", (_, file) => {
  const format = file.format as "json" | "toml";
  const before = format === "json" ? '{\n  "mine": 1\n}\n' : "mine = 1\n";
  const pasted =
    format === "json" ? JSON.stringify({ mine: 1, ...JSON.parse(pasteBlock(file)) }, null, 2) : `${before}\n${pasteBlock(file)}\n`;
  const other = pasted.replaceAll("bk_secret-Token_1", "bk_older").replaceAll("/opt/beckon/main.ts", "/old/main.ts");
  const operations = file.groups.flatMap((group) => group.operations);
  const back = undoGroups({ text: other, format, written: writtenByHand(operations, other, format) });
  const rest = editors[format].read(back.text);
  expect(JSON.stringify(rest)).not.toMatch(/beckon main|main\.ts|\/mcp"/);
  expect(valueAt(rest, ["mine"])).toBe(1);
});

describe("what the user has", () => {
  const claude = structured[0]![1];
  const codex = structured.find(([name]) => name === "codex 0")![1];
  const gemini = files.find(([name]) => name === "gemini 1")![1];

  test("telemetry that goes elsewhere is left, whole, and no token is sent there", () => {
    const text = '{ "env": { "OTEL_EXPORTER_OTLP_ENDPOINT": "https://collector.example" } }';
    const { text: after, conflicts } = applyGroups({ ...claude, text });
    expect(conflicts).toEqual([{ group: "telemetry", what: "env.OTEL_EXPORTER_OTLP_ENDPOINT", why: "you have it with another value" }]);
    expect(after).not.toContain("OTEL_EXPORTER_OTLP_HEADERS");
    expect(after).toContain("PermissionRequest");
    const one = applyGroups({ ...claude, text: '{ "env": { "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": "https://collector.example" } }' });
    expect(one.conflicts.map(({ what }) => what)).toEqual(["env.OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"]);
  });

  test("on request it is replaced, and comes back", () => {
    const text = '{ "env": { "OTEL_EXPORTER_OTLP_ENDPOINT": "https://collector.example" } }';
    const replaced = applyGroups({ ...claude, text, replace: true });
    expect(replaced.conflicts).toEqual([]);
    expect(valueAt(read("json", replaced.text), ["env", "OTEL_EXPORTER_OTLP_ENDPOINT"])).toBe("https://beckon.example/otlp");
    const back = undoGroups({ text: replaced.text, format: "json", written: replaced.written });
    expect(sameValue(read("json", back.text), read("json", text))).toBe(true);
    const exporter = '[otel]\nexporter = "none" # off\n';
    const inToml = applyGroups({ ...codex, text: exporter, replace: true });
    expect(inToml.conflicts).toEqual([]);
    const tomlBack = undoGroups({ text: inToml.text, format: "toml", written: inToml.written });
    expect(read("toml", tomlBack.text)).toEqual({ otel: { exporter: "none" } });
  });

  test.each([
    ['{ "hooks": [] }', "hooks"],
    ['{ "hooks": { "Stop": "x" } }', "hooks.Stop"],
    ['{ "env": null }', "env"],
  ])("%s is something else than expected: told, and left", (text, what) => {
    const { text: after, conflicts } = applyGroups({ ...claude, text });
    expect(conflicts.some((conflict) => conflict.what === what)).toBe(true);
    expect(valueAt(read("json", after), what.split("."))).toEqual(valueAt(read("json", text), what.split(".")));
  });

  test.each(["hooks = { Stop = [] }\n", "[hooks]\nPreToolUse = []\n"])("TOML that cannot be added to is left: %s", (text) => {
    const { text: after, conflicts } = applyGroups({ ...codex, text });
    expect(conflicts).toMatchObject([{ group: "hooks", what: "the file" }]);
    expect(after.startsWith(text)).toBe(true);
    expect(after).toContain("[mcp_servers.beckon]");
  });

  test("a variable that an env file sets already is not set twice", () => {
    const text = "OTEL_EXPORTER_OTLP_HEADERS=x=y\n";
    expect(applyGroups({ ...gemini, text })).toMatchObject({ text, conflicts: [{ what: "OTEL_EXPORTER_OTLP_HEADERS" }] });
  });

  test("a hook put beside ours stays when ours goes", () => {
    const { text, written } = applyGroups({ ...claude, text: "{}" });
    const changed = JSON.parse(text);
    changed.hooks.Stop[0].hooks.push({ type: "command", command: "mine" });
    changed.env.OTEL_LOG_TOOL_DETAILS = "0";
    changed.env.MINE = "1";
    const back = undoGroups({ text: JSON.stringify(changed, null, 2), format: "json", written });
    expect(JSON.parse(back.text)).toEqual({
      hooks: { Stop: [{ hooks: [{ type: "command", command: "mine" }] }] },
      env: { OTEL_LOG_TOOL_DETAILS: "0", MINE: "1" },
    });
    expect(back.left).toEqual(["env.OTEL_LOG_TOOL_DETAILS"]);
  });

  test("what Codex writes between our tables when hooks are trusted stays", () => {
    const { text, written } = applyGroups({ ...codex, text: 'model = "x"\n' });
    const state = '[hooks.state."/c:stop:0:0"]\ntrusted_hash = "sha256:ab"\n';
    const changed = text.replace("[[hooks.Stop]]", `${state}\n[[hooks.Stop]]`);
    const back = undoGroups({ text: changed, format: "toml", written });
    expect(read("toml", back.text)).toEqual({ model: "x", hooks: { state: { "/c:stop:0:0": { trusted_hash: "sha256:ab" } } } });
  });
});

describe("broken files are refused with line and column", () => {
  const claude = structured[0]![1];
  const codex = structured.find(([name]) => name === "codex 0")![1];
  test.each([
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['{ "a": ', 1, 8],
    ["[1, 2]", 1, 1],
    ['"text"', 1, 1],
    ["{} trailing", 1, 4],
    ['{ "a": 1x }', 1, 9],
  ])("%j", (text, line, column) => {
    expect(() => applyGroups({ ...claude, text })).toThrow(SettingsError);
    expect(() => applyGroups({ ...claude, text })).toThrow(expect.objectContaining({ line, column }));
  });
  test.each([
    ["a = 1\na = 2\n", 2],
    ["[x\n", 1],
    ["key = \n", 1],
  ])("%j", (text, line) => {
    expect(() => applyGroups({ ...codex, text })).toThrow(expect.objectContaining({ line }));
  });
  test("nested beyond reason", () => {
    expect(() => applyGroups({ ...claude, text: '{"a":'.repeat(50_000) + "1" + "}".repeat(50_000) })).toThrow(SettingsError);
  });
});
