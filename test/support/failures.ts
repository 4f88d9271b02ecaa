import { stripVTControlCharacters } from "node:util";

/** One thing that went wrong: a test, a file that could not be read, or an error nobody caught. */
export type Failure = { name: string; message: string };
/** One of the processes of a test run. `failures` is missing when it ended before it could tell. */
export type TestRun = { name: string; status: number; failures?: Failure[] | undefined; said: string };

/** Who reads the end of a log only sees this much of it for certain. */
const mostLines = 150;
const mostOfOne = 14;
const tailLines = 40;
const widest = 400;

/** What stands last in the output: each failure's name and the first lines of what it said. Nothing when all is well. */
export const tellFailures = (runs: TestRun[]): string[] => {
  const found = runs.filter(({ status }) => status !== 0).flatMap(blocksOf);
  if (found.length === 0) return [];
  const room = mostLines - 2;
  const shown = found.slice(0, Math.floor(room / 2));
  const each = Math.max(2, Math.floor(room / shown.length));
  const left = found.length - shown.length;
  return [
    `FAILED: ${found.length}`,
    ...shown.flatMap((lines) => lines.slice(0, each)).map((line) => line.slice(0, widest)),
    ...(left > 0 ? [`and ${left} more`] : []),
  ];
};

const blocksOf = ({ name, status, failures, said }: TestRun): string[][] =>
  failures && failures.length > 0
    ? failures.map((failure) => [`✗ ${failure.name}`, ...linesOf(failure.message).slice(0, mostOfOne)])
    : // Killed, or failed without a test that did: its last words are all there is.
      [[`✗ ${name} ended with ${status}, and named no test`, ...linesOf(said).slice(-tailLines)]];

const linesOf = (text: string): string[] =>
  stripVTControlCharacters(text)
    .split("\n")
    .flatMap((line) => (line.trim() === "" ? [] : [`    ${line.trimEnd()}`]));
