import { randomBytes } from "node:crypto";
import postgres from "postgres";

/** Made once for a run, with all that a first start makes; others are copies. */
export const templateName = "beckon_prepared";

/**
 * A fresh database without a row on the run's server; dropped when the test ends (`await using`). `bare` is one
 * that no server has ever seen.
 */
export const createDatabase = async (port: number, { bare = false } = {}) => {
  const name = `t_${randomBytes(6).toString("hex")}`;
  const admin = postgres(`postgres://beckon:beckon@127.0.0.1:${port}/postgres`, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${name}${bare ? "" : ` template ${templateName} strategy file_copy`}`);
  return {
    url: `postgres://beckon:beckon@127.0.0.1:${port}/${name}`,
    [Symbol.asyncDispose]: async () => {
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end();
    },
  };
};
