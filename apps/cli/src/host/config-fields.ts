import { CliError } from "../errors.ts";

/** One part of a configuration, read field by field; what is wrong is thrown with its place. */
export type Fields = {
  any(name: string): unknown;
  only(names: readonly string[]): void;
  text(name: string, most: number): string | undefined;
  texts(name: string): string[] | undefined;
  list(name: string): Fields[];
  whole(name: string, least: number, most: number): number | undefined;
  flag(name: string): boolean | undefined;
  bytes(name: string): number | undefined;
  environment(name: string): Record<string, string>;
  part(name: string, names: readonly string[]): Fields;
  problem(name: string, what: string): CliError;
  names(): string[];
};

const units: Record<string, number> = {
  "": 1,
  b: 1,
  k: 1_024,
  kb: 1_024,
  m: 1_048_576,
  mb: 1_048_576,
  g: 1_073_741_824,
  gb: 1_073_741_824,
};

/** `where` names the part in messages, such as `beckon.config.yaml: host`. */
export function fieldsOf(value: unknown, where: string): Fields {
  const at = (name: string) => `${where}${where.includes(": ") ? "." : ": "}${name}`;
  const problem = (name: string, what: string) => new CliError(`${at(name)} ${what}`.replace(/\s+/g, " "));
  if (value !== undefined && value !== null && (typeof value !== "object" || Array.isArray(value)))
    throw new CliError(`${where} must hold names and values`);
  const fields = (value ?? {}) as Record<string, unknown>;
  const any = (name: string): unknown => (Object.hasOwn(fields, name) ? (fields[name] ?? undefined) : undefined);

  const only = (names: readonly string[]): void => {
    const other = Object.keys(fields).find((name) => !names.includes(name));
    if (other !== undefined) throw problem(other.slice(0, 60), `is not known here; known are ${names.join(", ")}`);
  };
  const text = (name: string, most: number): string | undefined => {
    const found = any(name);
    if (found === undefined) return undefined;
    if (typeof found !== "string" && typeof found !== "number") throw problem(name, "must be a text");
    const words = String(found).trim();
    if (words === "" || words.length > most) throw problem(name, words === "" ? "is empty" : `has more than ${most} characters`);
    if (/\p{Cc}/u.test(words) || !words.isWellFormed()) throw problem(name, "has characters that nobody can see");
    return words;
  };
  const list = (name: string): Fields[] => {
    const found = any(name) ?? [];
    if (!Array.isArray(found)) throw problem(name, "must be a list");
    return found.map((one: unknown, index) => fieldsOf(one, `${at(name)}[${index}]`));
  };
  const texts = (name: string): string[] | undefined => {
    const found = any(name);
    if (found === undefined) return undefined;
    if (!Array.isArray(found) || found.some((one) => typeof one !== "string" && typeof one !== "number"))
      throw problem(name, "must be a list of texts");
    return found.map(String);
  };
  const whole = (name: string, least: number, most: number): number | undefined => {
    const found = any(name);
    if (found === undefined) return undefined;
    if (!Number.isInteger(found) || (found as number) < least || (found as number) > most)
      throw problem(name, `must be a whole number from ${least} to ${most}`);
    return found as number;
  };
  const flag = (name: string): boolean | undefined => {
    const found = any(name);
    if (found !== undefined && typeof found !== "boolean") throw problem(name, "must be true or false");
    return found;
  };
  const bytes = (name: string): number | undefined => {
    const found = any(name);
    if (found === undefined) return undefined;
    const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([kmg]?b?)$/i.exec(String(found).trim()) ?? [];
    const size = Number(amount) * (units[unit?.toLowerCase() ?? ""] ?? Number.NaN);
    if (!(size >= 1_024 && size <= 2 ** 50)) throw problem(name, "must be a size such as 500MB or 2GB, of at least 1KB");
    return Math.round(size);
  };
  const environment = (name: string): Record<string, string> => {
    const found = fieldsOf(any(name), at(name));
    return Object.fromEntries(
      found.names().map((key) => {
        const given = found.any(key) ?? "";
        if (!/^[A-Za-z_]\w*$/.test(key)) throw found.problem(key.slice(0, 60), "is no name of a variable");
        if (typeof given === "object" || String(given).includes("\0")) throw found.problem(key, "must be a text");
        return [key, String(given)];
      }),
    );
  };
  const part = (name: string, names: readonly string[]): Fields => {
    const found = fieldsOf(any(name), at(name));
    found.only(names);
    return found;
  };
  return { any, only, text, texts, list, whole, flag, bytes, environment, part, problem, names: () => Object.keys(fields) };
}
