import { onlyLooks } from "./signs.ts";
import type { ShellCommand } from "./read-command.ts";

/** As a part of a word: `prod`, `db-prod-eu`, `PROD_DB`, `prod1`; not product, reproduce, producer. */
const part = /(?:^|[^a-z])(?:prod|production|prd)(?=$|[^a-z])/i;
const camelCase = /(?:^|[^A-Za-z])prod(?:uction)?[A-Z]|[a-z]Prod(?:uction)?(?=$|[A-Z\d_.-])/;
/** "live" is an everyday word: only as the whole of a value, or as a label of a host name. */
const live = /^(?:--?[\w-]{1,40}=)?live$|(?:^|[/@.])live\.[\w-]{1,63}\.|\.live\.[\w-]{1,63}/i;
const isProductionWord = (word: string) => word.length < 2_000 && (part.test(word) || camelCase.test(word) || live.test(word));

/** Making, checking and installing happen on this machine; "production" is then a mode, not a place. */
const localWork = /(?:^|[\s:_./-])(?:build|builds|install|ci|bundle|compile|lint|test|tests|typecheck|docs|preview|format)(?=$|[\s:_./-])/;
const builders =
  /^(?:npm|pnpm|yarn|bun|npx|make|just|docker|podman|docker-compose|cargo|go|gradlew?|mvnw?|ng|next|nuxt|eas|flutter|pip|composer|turbo|nx|poetry|uv)$/;
const localTools = /^(?:git|eslint|oxlint|prettier|tsc|vitest|jest|pytest|mocha|vite|webpack|rollup|esbuild|code|open|gh)$/;
const fileTools = /^(?:cp|mv|rm|mkdir|touch|tee|sed|ln|chmod|chown|vim|nano|install|truncate|perl|tar|zip|unzip)$/;

const messageOption = /^(?:-m|-t|-b|--message|--title|--body|--notes|--description)$/;
const ownWords = (command: ShellCommand) =>
  command.args.filter(
    (word, index) => !messageOption.test(command.args[index - 1] ?? "") && !/^--(?:message|title|body|notes)=/.test(word),
  );

const namesIt = (command: ShellCommand) => {
  // NODE_ENV=production is how one builds and measures at home; other environments name a place.
  const environment = command.env.filter((entry) => !entry.startsWith("NODE_ENV=")).map((entry) => entry.slice(entry.indexOf("=") + 1));
  return [...ownWords(command), ...environment, command.path].some(isProductionWord);
};

/** Does something to a system that is called production. */
export const actsOnProduction = (command: ShellCommand) =>
  !onlyLooks(command) &&
  // What `python -m` runs is looked at by itself.
  !(command.program === "python" && command.args[0] === "-m") &&
  !localTools.test(command.program) &&
  !fileTools.test(command.program) &&
  !(builders.test(command.program) && localWork.test(command.verbs.split(" ").slice(0, 2).join(" "))) &&
  namesIt(command);

/** Changes files that are named after production. */
export const changesProductionFiles = (command: ShellCommand) => fileTools.test(command.program) && !onlyLooks(command) && namesIt(command);
