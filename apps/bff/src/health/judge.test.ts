import { expect, test } from "vitest";
import { judgeAnswer, judgeArgo, judgeHook, judgeHost, judgeIngest, judgeJobs, judgePush } from "./judge.ts";

const jobs = { running: true, oldestSeconds: null, due: 0, retrying: 0 };
const team = { atWork: 3, silentMs: 5_000, known: 4 };

test.each([
  ["an answer", judgeAnswer(3), "up"],
  ["a slow answer", judgeAnswer(251), "degraded"],
  ["no answer", judgeAnswer(undefined), "down"],
  ["nothing to do", judgeJobs(jobs), "up"],
  ["a job that is due at this moment", judgeJobs({ ...jobs, oldestSeconds: 1, due: 1 }), "up"],
  ["a job that waits", judgeJobs({ ...jobs, oldestSeconds: 31, due: 4 }), "degraded"],
  ["a job that people wait for", judgeJobs({ ...jobs, oldestSeconds: 301, due: 4 }), "down"],
  ["no worker", judgeJobs({ ...jobs, running: false }), "down"],
  ["nobody ever", judgeIngest({ atWork: 0, silentMs: null, known: 0 }), "unknown"],
  ["nobody at work", judgeIngest({ atWork: 0, silentMs: null, known: 4 }), "up"],
  ["a team that is heard", judgeIngest(team), "up"],
  ["a team that fell silent", judgeIngest({ ...team, silentMs: 600_001 }), "down"],
  ["a push service that takes all", judgePush({ active: 2, failing: 0, gone: 1 }), "up"],
  ["a push service that fails one of two", judgePush({ active: 1, failing: 1, gone: 0 }), "degraded"],
  ["a push service that fails all", judgePush({ active: 0, failing: 2, gone: 0 }), "down"],
  ["a push service without a device", judgePush({ active: 0, failing: 0, gone: 1 }), "unknown"],
  ["a webhook before its first delivery", judgeHook({}), "unknown"],
  ["a webhook, however long ago", judgeHook({ last: { event: "push", outcome: "taken" } }), "up"],
  ["an Argo that was told all", judgeArgo({ open: 0 }), "up"],
  ["an Argo that could not be told", judgeArgo({ open: 1 }), "degraded"],
  ["a machine", judgeHost({ connected: true }), "up"],
  ["a machine that is away", judgeHost({ connected: false }), "down"],
])("%s", (_, judged, state) => {
  expect(judged.state).toBe(state);
  expect(judged.words).toMatch(/^\S.*\S$/);
});
