import { sources } from "./signs.ts";
import type { ShellCommand } from "./read-command.ts";

const clients =
  /^(?:psql|mysql|mariadb|sqlite3|sqlcmd|mongosh?|clickhouse(?:-client)?|duckdb|cqlsh|bq|usql|pgcli|mycli|cockroach|turso|wrangler|prisma|supabase|snowsql)$/;
const interpreters = /^(?:node|python|ruby|php|bun|deno|perl)$/;

/** Strict about statements, tolerant about spaces and comments between words. */
const destroying =
  /\b(?:drop\s+(?:table|database|schema|view|index|user|role|collection|keyspace)|truncate\s+(?:table\s+)?["`\w]|dropDatabase|\.drop\(\)|deleteMany\(\s*(?:\{\s*\})?\s*\)|\.remove\(\s*\{\s*\}\s*\))/i;
const altering = /\b(?:alter\s+(?:table|role|user|database|system)|grant\s+\w|revoke\s+\w|create\s+(?:user|role)|reindex|vacuum\s+full)/i;

/** A DELETE or UPDATE statement that names no rows. Statements are taken one by one. */
const isUnbounded = (statement: string) =>
  /^\s*(?:delete\s+from|update\s+["`\w.]+\s+set)\b/i.test(statement) && !/\b(?:where|limit)\b/i.test(statement);

type Change = "destroys" | "unbounded" | "alters" | undefined;

/** What SQL text does at worst. Comments are cut out: they also separate words. */
export function worstOf(sql: string): Change {
  const text = sql.replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, " ").replace(/--[^\n]*/g, " ");
  if (destroying.test(text)) return "destroys";
  if (text.split(";").some(isUnbounded)) return "unbounded";
  return altering.test(text) ? "alters" : undefined;
}

/** SQL stands in the client's arguments, its input, or what is piped into it. */
export function changesData(command: ShellCommand): Change {
  if (/^(?:dropdb|dropuser)$/.test(command.program)) return "destroys";
  if (command.program === "mysqladmin" && command.verbs.startsWith("drop")) return "destroys";
  if (command.program === "pg_restore" && command.args.some((word) => /^(?:-c|--clean)$/.test(word))) return "destroys";
  const isClient = clients.test(command.program);
  if (!isClient && !interpreters.test(command.program)) return undefined;
  const fed = isClient ? sources(command).flatMap((source) => [...source.args.slice(0, 50), source.input]) : [];
  const words = command.args.filter((word) => word.includes(" ") || word.includes("(")).slice(0, 50);
  return worstOf([...words, command.input, ...fed].map((piece) => piece.replace(/^--?\w+=/, "")).join(";\n"));
}

const runTool =
  /^(?:(?:npm|pnpm|yarn|bun|make|just|task|rake|composer) (?:(?:run|run-script) )?(\S+)|(?:rails|artisan|(?:php|python|node) (?:artisan|(?:\.\/)?manage\.py|ace)|ace) (\S+))/;
const tools =
  /^(?:prisma (?:migrate (?:deploy|reset|resolve)|db push)|drizzle-kit (?:push|migrate|drop)|knex (?:migrate:(?:latest|up|down|rollback)|seed)|sequelize(?:-cli)? db:|typeorm (?:migration:(?:run|revert)|schema:(?:sync|drop))|alembic (?:upgrade|downgrade|stamp)|flyway (?:migrate|clean|undo|repair)|liquibase (?:update|rollback|drop|dropall)|goose (?:\S+ )*(?:up|down|reset)|dbmate (?:up|migrate|down|rollback|drop)|atlas (?:schema|migrate) apply|sqitch (?:deploy|revert)|migrate (?:up|down|drop|force)|supabase db (?:push|reset)|node-pg-migrate (?:up|down)|wrangler d1 migrations apply|diesel (?:migration|database))/;
const scripts =
  /^(?:(?:db|database|prisma|drizzle|knex|migrations?)[:.-])?(?:migrat(?:e|ions?)(?::(?!generate|create|make|status|dev|diff|new)\w+|-(?:up|down|prod\w*|deploy|run))*|push|reset|drop|rollback|schema:load|flush|seed|wipe|fresh)(?::\w+)?$/;

const remoteAddress =
  /\b[a-z][a-z+]{1,20}:\/\/(?:[^\s@/]{1,200}@)?(?!localhost\b|127\.|\[?::1|db\b|postgres\b|mysql\b|mongo\b|0\.0\.0\.0)[\w.-]{1,200}/i;
const remoteOption = /^(?:--remote|--env(?:ironment)?=?.*(?:stag|remote|prod)|-e(?:stag|prod).*)$/i;

/** Does it run schema migrations, and against a database here or elsewhere? */
export function migrates(command: ShellCommand): "local" | "remote" | undefined {
  const line = `${command.program} ${command.verbs}`;
  const script = runTool.exec(line);
  const name = script?.[1] ?? script?.[2] ?? "";
  // `npm run push` may push anything: without a word about databases only "migrate" is certain.
  const isScript = scripts.test(name) && /^(?:db|database|prisma|drizzle|knex|migrat|schema|flush)/.test(name);
  if (!tools.test(line) && !isScript) return undefined;
  const words = [...command.args, ...command.env];
  const isRemote =
    command.elsewhere ||
    words.some(
      (word) =>
        word.length < 2_000 &&
        (remoteAddress.test(word) ||
          remoteOption.test(word) ||
          /^(?:staging|stage|preprod)$/i.test(word) ||
          word.startsWith("NODE_ENV=prod")),
    );
  const isReset = /(?:reset|drop|clean|fresh|wipe|flush|accept-data-loss)/.test(`${line} ${command.args.slice(0, 12).join(" ")}`);
  return isRemote || isReset ? "remote" : "local";
}
