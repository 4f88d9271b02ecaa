import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumArgs, findChromium } from "./support/browsers.ts";
import { FailuresReporter } from "./support/failures-reporter.ts";
import { patience } from "./support/patience.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const patient = { poll: { timeout: patience } } as const;
/** Of a whole test, which may wait more than once. */
const tooLong = 900_000;
const sameExamples = ["test/support/same-examples.ts"];
const node = {
  environment: "node",
  pool: "forks",
  // What a test leaves behind it clears away itself; an engine opened once then serves all files of a worker.
  isolate: false,
  maxWorkers: 2,
  setupFiles: sameExamples,
  testTimeout: tooLong,
  hookTimeout: tooLong,
  expect: patient,
} as const;
const chromium = findChromium();

/** Experimental decorators, as the app's own build has them. */
const oxc = { decorator: { legacy: true }, assumptions: { setPublicClassFields: true } } as const;

const appPackages = [
  "@lit/context",
  "d3-sankey",
  "idb",
  "lit",
  "lit/decorators.js",
  "lit/directives/class-map.js",
  "lit/directives/if-defined.js",
  "lit/directives/live.js",
  "lit/directives/guard.js",
  "lit/directives/repeat.js",
  "marked",
  "uqr",
];

export default defineConfig({
  root,
  test: {
    passWithNoTests: false,
    reporters: ["default", ...(process.env.TEST_FAILURES ? [new FailuresReporter()] : [])],
    projects: [
      {
        root,
        test: {
          ...node,
          name: "node",
          include: [
            "apps/*/{src,service-worker}/**/*.test.ts",
            "apps/*/*.test.ts",
            "packages/*/src/**/*.test.ts",
            "test/*.test.ts",
            "test/bench/*.test.ts",
          ],
          exclude: ["**/*.browser.test.ts", "**/node_modules/**", "**/dist/**"],
        },
      },
      {
        root,
        test: {
          ...node,
          name: "postgres",
          include: ["test/postgres/**/*.test.ts"],
          globalSetup: ["test/support/postgres-server.ts"],
        },
      },
      {
        root,
        test: {
          ...node,
          name: "journeys",
          include: ["test/journeys/**/*.test.ts"],
          globalSetup: ["test/support/build-app.ts"],
          maxWorkers: 1,
          fileParallelism: false,
        },
      },
      ...(chromium
        ? [
            {
              root,
              oxc,
              // Bundled before the first test: found later, they would reload a test half-way.
              optimizeDeps: { include: appPackages.map((name) => `@beckon/pwa > ${name}`) },
              test: {
                name: "browser",
                include: ["apps/pwa/src/**/*.browser.test.ts", "packages/{ui,metrics}/src/**/*.browser.test.ts"],
                setupFiles: sameExamples,
                testTimeout: tooLong,
                expect: patient,
                browser: {
                  enabled: true,
                  headless: true,
                  screenshotFailures: false,
                  provider: playwright({ launchOptions: { executablePath: chromium, args: chromiumArgs } }),
                  instances: [{ browser: "chromium" as const }],
                },
              },
            },
          ]
        : []),
    ],
  },
});
