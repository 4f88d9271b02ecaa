import { randomBytes } from "node:crypto";
import postgres from "postgres";

/** A fresh, empty database on the run's server; dropped when the test ends (`await using`). */
export const createDatabase = async (port: number) => {
  const name = `t_${randomBytes(6).toString("hex")}`;
  const admin = postgres(`postgres://beckon:beckon@127.0.0.1:${port}/postgres`, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${name}`);
  return {
    url: `postgres://beckon:beckon@127.0.0.1:${port}/${name}`,
    [Symbol.asyncDispose]: async () => {
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end();
    },
  };
};
