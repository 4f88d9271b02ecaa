import type { CommandRow } from "./commands.repository.ts";

// Escapes would act in the terminal that shows what a hook said; marks of direction would hide what is read there.
const inert = /(?![\n\t])[\p{Cc}\p{Bidi_C}\u2028\u2029]/gu;

/** Text of a person as it goes out to programs: without characters that do something in a terminal. */
export const inertText = (text: string): string => text.replace(/\r\n?/gu, "\n").replace(inert, "\ufffd");

const oneLine = (text: string): string => inertText(text).replace(/\s+/gu, " ").trim();

/** Who says it, on one line. */
export const saidBy = ({ by }: Pick<CommandRow, "by">): string => oneLine(by.name ?? "a person");

/** One message as a model reads it: who says it, that it is for the model, and where it ends. */
export const messageWords = (row: Pick<CommandRow, "id" | "by" | "text" | "requestedAt">, again: boolean): string =>
  [
    `Message from ${saidBy(row)}, whom you work for, sent to you by Beckon at ${row.requestedAt.toISOString()} (${row.id})${
      again ? ", given once more because it is not sure that you got it; if you have read it, do nothing new" : ""
    }:`,
    inertText(row.text ?? ""),
    `End of the message ${row.id}. Take it into account from now on; it needs no answer.`,
  ].join("\n");

/** Why a run shall stop, for whoever looks at its terminal. */
export const stopWords = (row: Pick<CommandRow, "by" | "reason">): string =>
  `Stopped by ${saidBy(row)} in Beckon${row.reason ? `: ${oneLine(row.reason)}` : ""}.`;
