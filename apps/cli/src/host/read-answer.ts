import { hostCommand } from "@beckon/contracts/hosts";
import type { HostCommand } from "@beckon/contracts/hosts";

/** What is no command of the contract; with an id of the right form it can be told as failed. */
type Wrong = { id?: string; why: string };
export type ReadAnswer = { commands: HostCommand[]; wrong: Wrong[]; unknown: boolean; refused: string[] };

/** So many of one answer are looked at: an honest server gives a hundred. */
const most = 500;
const idForm = /^cm_[0-9A-Za-z]{16,40}$/;

/**
 * An answer of the server, each command read for itself: a wrong one, or one of a newer server, takes no other with it.
 * Throws where it is no answer at all.
 */
export const answerSchema = {
  parse: (value: unknown): ReadAnswer => {
    const { commands: given, unknown, refused = [] } = Object(value) as Record<string, unknown>;
    if (!Array.isArray(given) || !Array.isArray(refused)) throw new TypeError("no lists of commands and refused ids");
    const commands: HostCommand[] = [];
    const wrong: Wrong[] = [];
    for (const one of given.slice(0, most) as unknown[]) {
      const read = hostCommand.safeParse(one);
      if (read.success) commands.push(read.data);
      else wrong.push(wrongOf(one, read.error.issues));
    }
    return { commands, wrong, unknown: unknown === true, refused: refused.slice(0, most).filter((id) => typeof id === "string") };
  },
};

const wrongOf = (given: unknown, issues: readonly { path: PropertyKey[] }[]): Wrong => {
  const { id } = Object(given) as { id?: unknown };
  const fields = [...new Set(issues.map(({ path }) => path.join(".")))].filter((path) => path !== "");
  const why = fields.length === 0 ? "it is no command" : `this runner does not understand its ${fields.slice(0, 5).join(", ")}`;
  return typeof id === "string" && idForm.test(id) ? { id, why } : { why };
};

/** For one who reads nothing else of an answer: its commands, whatever others stand beside them. */
export const readCommands = async () => ({
  parse: (value: unknown): HostCommand[] => answerSchema.parse({ refused: [], ...Object(value) }).commands,
});
