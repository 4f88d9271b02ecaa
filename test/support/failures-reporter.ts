import { writeFileSync } from "node:fs";
import type { Reporter, SerializedError, TestModule } from "vitest/node";
import type { Failure } from "./failures.ts";

/** Writes what failed to the file that `TEST_FAILURES` names, for whoever started this run beside others. */
export class FailuresReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]) {
    const file = process.env.TEST_FAILURES;
    if (!file) return;
    const failures = [
      ...modules.flatMap(failuresOf),
      ...unhandled.map((error) => ({ name: "an error nobody caught", message: told([error]) })),
    ];
    writeFileSync(file, JSON.stringify(failures));
  }
}

const failuresOf = (module: TestModule): Failure[] => {
  const file = `${module.project.name} ${module.relativeModuleId}`;
  const suites = [...module.children.allSuites()].map((suite) => ({ name: `${file} > ${suite.fullName}`, errors: suite.errors() }));
  const tests = [...module.children.allTests("failed")].map((test) => ({
    name: `${file} > ${test.fullName}`,
    errors: test.result().errors ?? [],
    failed: true,
  }));
  return [{ name: file, errors: module.errors() }, ...suites, ...tests]
    .filter((part) => part.errors.length > 0 || "failed" in part)
    .map(({ name, errors }) => ({ name, message: told(errors) }));
};

const told = (errors: readonly SerializedError[]): string =>
  errors
    .map((error) => {
      const at = error.stacks?.[0];
      return [
        error.message,
        ...causesOf(error).map((message) => `because: ${message}`),
        ...(typeof error.diff === "string" ? [error.diff] : []),
        ...(at ? [`at ${at.file}:${at.line}:${at.column}`] : []),
      ].join("\n");
    })
    .join("\n");

/** What a driver or a fetch really said stands in the cause, often more than one deep. */
const causesOf = ({ cause }: SerializedError): string[] => (cause ? [cause.message, ...causesOf(cause as SerializedError)] : []);
