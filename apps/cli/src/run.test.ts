import { expect, test } from "vitest";
import { setUpShell } from "./testing/run-beckon.ts";

const shell = await setUpShell({ BECKON_URL: "http://127.0.0.1:9", BECKON_TOKEN: "t" });

test.concurrent.each<[string[], string]>([
  [["nope"], 'there is no command "nope" – try beckon help'],
  [["constructor"], 'there is no command "constructor" – try beckon help'],
  [["--nope"], 'there is no option "--nope" – try beckon help'],
  [["help", "nope"], 'there is no command "nope" – try beckon help'],
  [["ask"], 'what shall be asked? – beckon ask "Deploy?"'],
  [["ask", " "], 'what shall be asked? – beckon ask "Deploy?"'],
  [["ask", "Deploy", "now?"], '"now?" stands alone – put the question in quotes'],
  [["ask", "x", "--nope"], "unknown option '--nope' – try beckon ask --help"],
  [["ask", "x", "--timeout"], "option '--timeout <value>' argument missing – try beckon ask --help"],
  [["ask", "x", "--timeout", "soon"], '--timeout "soon" is no time between 1s and 30d – write 45s, 30m, 2h or 1d'],
  [["ask", "x", "--risk", "huge"], '--risk "huge" is none of low, medium, high, critical – try beckon ask --help'],
  [["ask", "x", "--kind", "chat"], '--kind "chat" is none of permission, choice, question, plan, review, budget – try beckon ask --help'],
  [["ask", "x", "--kind", "choice"], "a choice needs --option – try beckon ask --help"],
  [["ask", "x", "--option", "a b"], '--option "a b" must be 1–64 letters, digits, or _ . : - – name it with --label ID="a b"'],
  [["ask", "x", "--option", "a", "--option", "a"], "--option a is given twice – try beckon ask --help"],
  [["ask", "x", "--option", "a", "--label", "b=B"], '--label names "b", which is no --option – try beckon ask --help'],
  [["ask", "x", "--option", "a", "--label", "a"], '--label "a" is not ID=VALUE – try beckon ask --help'],
  [["ask", "x", "--option", "a", "--tone", "a=red"], '--tone "red" is none of approve, deny, neutral – try beckon ask --help'],
  [["ask", "x", "--default", "maybe", "--timeout", "1m"], '--default "maybe" is none of the options – it can be approve or deny'],
  [["ask", "x", "--default", "deny"], "--default needs --timeout – such as --timeout 30m"],
  [["ask", "x", "--cwd", "/"], "--cwd says where; what runs there? – add --command or --tool"],
  [["wait"], "beckon wait needs an id – try beckon wait --help"],
  [["wait", "tok_0000000000000000000001"], '"tok_0000000000000000000001" is no id: it must start with dr_ – try beckon wait --help'],
  [["outcome", "dr_0000000000000000000001", "done"], "what came of it: executed or failed? – try beckon outcome --help"],
  [["spool", "burn"], "beckon spool can list or send – try beckon spool --help"],
  [["token"], "beckon token can create, list or revoke – try beckon token --help"],
  [["token", "create"], "a token needs --name – such as --name laptop"],
  [
    ["token", "create", "--name", "x", "--scope", "root"],
    '--scope "root" is none of agent, host, metrics, admin – try beckon token --help',
  ],
  [["token", "revoke"], "beckon token revoke needs an id – try beckon token --help"],
  [["token", "list", "--name", "x"], "--name and --scope belong to create – try beckon token --help"],
  [["devices", "burn"], "beckon devices can list or revoke – try beckon devices --help"],
  [["devices", "revoke", "x"], '"x" is no id: it must start with dev_ – try beckon devices --help'],
  [["pair", "now"], "unexpected argument 'now' – try beckon pair --help"],
])("wrong use %j: one line, exit 2", async (args, line) => {
  const { stdout, stderr, code } = await shell.run(args);
  expect({ stdout, code }).toEqual({ stdout: "", code: 2 });
  expect(stderr.replace(/ This command does not take positional arguments/, "")).toBe(`beckon: ${line}\n`);
});

test.concurrent.each<[Record<string, string | undefined>, RegExp]>([
  [{ BECKON_TOKEN: undefined }, /^beckon: BECKON_TOKEN is not set – .*beckon token create.*\n$/],
  [{ BECKON_TOKEN: "a b" }, /^beckon: the token has characters no token has – check BECKON_URL and BECKON_TOKEN\n$/],
  [{ BECKON_URL: "localhost:8787" }, /^beckon: "localhost:8787" is not an http or https address – check .*\n$/],
])("wrong environment %j: one line with the fix, exit 2", async (env, line) => {
  const { stdout, stderr, code } = await shell.run(["ask", "x"], env);
  expect({ stdout, code }).toEqual({ stdout: "", code: 2 });
  expect(stderr).toMatch(line);
});

test.concurrent("version and help, as text and as JSON, exit 0", async () => {
  const [version, json, help, ask, all] = await Promise.all(
    [["--version"], ["--version", "--json"], ["--help"], ["ask", "--help"], ["help", "--json"]].map((args) => shell.run(args)),
  );
  expect(version).toMatchObject({ stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: "", code: 0 });
  expect(JSON.parse(json!.stdout)).toEqual({ version: version!.stdout.trim() });
  expect(help).toMatchObject({ stdout: expect.stringContaining("beckon ask"), stderr: "", code: 0 });
  expect(ask).toMatchObject({ stdout: expect.stringContaining("--no-wait"), stderr: "", code: 0 });
  expect(JSON.parse(all!.stdout).commands.map(({ name }: { name: string }) => name)).toContain("devices");
});
