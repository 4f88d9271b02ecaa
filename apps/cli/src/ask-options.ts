import type { DecisionOption } from "@beckon/contracts/decisions";
import { CliError } from "./errors.ts";

const TONES = ["approve", "deny", "neutral"] as const;
type Tone = (typeof TONES)[number];

/** Ids whose meaning is plain: a notification may offer "deny" where approving needs a closer look. */
const plainTones: Record<string, Tone> = {
  yes: "approve",
  approve: "approve",
  allow: "approve",
  ok: "approve",
  accept: "approve",
  no: "deny",
  deny: "deny",
  reject: "deny",
  refuse: "deny",
  cancel: "deny",
  abort: "deny",
  stop: "deny",
};

const hint = "try beckon ask --help";

/** The options as the server takes them, from `--option ID`, `--label ID=TEXT` and `--tone ID=TONE`. */
export function buildOptions(flags: { option?: string[]; label?: string[]; tone?: string[] }): DecisionOption[] | undefined {
  const ids = flags.option ?? [];
  const labels = assignments({ flag: "--label", values: flags.label ?? [], ids });
  const tones = assignments({ flag: "--tone", values: flags.tone ?? [], ids });
  if (ids.length > 12) throw new CliError("at most 12 options can be given", { hint });
  const options = ids.map((id, index) => {
    if (!/^[A-Za-z0-9_.:-]{1,64}$/.test(id)) {
      throw new CliError(`--option "${id}" must be 1–64 letters, digits, or _ . : -`, { hint: `name it with --label ID="${id}"` });
    }
    if (ids.indexOf(id) !== index) throw new CliError(`--option ${id} is given twice`, { hint });
    return { id, label: labels.get(id) ?? capitalised(id), tone: toneOf(id, tones.get(id)) };
  });
  return options.length > 0 ? options : undefined;
}

function assignments(given: { flag: string; values: string[]; ids: string[] }): Map<string, string> {
  const entries = given.values.map((value): [string, string] => {
    const at = value.indexOf("=");
    const id = value.slice(0, at);
    if (at < 1 || at === value.length - 1) throw new CliError(`${given.flag} "${value}" is not ID=VALUE`, { hint });
    if (!given.ids.includes(id)) throw new CliError(`${given.flag} names "${id}", which is no --option`, { hint });
    return [id, value.slice(at + 1)];
  });
  return new Map(entries);
}

function toneOf(id: string, given: string | undefined): Tone {
  if (given === undefined) return (Object.hasOwn(plainTones, id.toLowerCase()) && plainTones[id.toLowerCase()]) || "neutral";
  const tone = TONES.find((known) => known === given);
  if (!tone) throw new CliError(`--tone "${given}" is none of ${TONES.join(", ")}`, { hint });
  return tone;
}

const capitalised = (id: string) => id.charAt(0).toUpperCase() + id.slice(1);
