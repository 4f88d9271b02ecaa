import { CliError } from "./errors.ts";

/** The one id a command needs, checked for its form, so that a mix-up is said before the server is asked. */
export function oneId(given: { positionals: string[]; prefix: string; command: string }): string {
  const { positionals, prefix, command } = given;
  const hint = `try beckon ${command.split(" ")[0]} --help`;
  const [id] = positionals;
  if (id === undefined) throw new CliError(`beckon ${command} needs an id`, { hint });
  if (positionals.length > 1) throw new CliError(`beckon ${command} takes one id`, { hint });
  if (!new RegExp(`^${prefix}_[0-9A-Za-z]{16,40}$`).test(id))
    throw new CliError(`"${id}" is no id: it must start with ${prefix}_`, { hint });
  return id;
}
