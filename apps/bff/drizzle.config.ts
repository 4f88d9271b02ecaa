import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./apps/bff/src/**/*.table.ts",
  out: "./apps/bff/migrations",
});
