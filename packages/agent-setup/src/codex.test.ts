import { expect, test } from "vitest";
import { trustedForms } from "./codex.ts";

test("every event that Codex has and that says something of a run is told, in the time that Codex gives it", () => {
  const forms = trustedForms({ origin: "http://localhost:8787", token: "t", host: "devbox" });
  const timeouts = Object.entries(forms).map(([event, form]) => [event, JSON.parse(form).hooks[0].timeout <= 3]);
  // A turn that the person breaks off ends by Interrupt alone.
  expect(timeouts.filter(([, isShort]) => isShort).map(([event]) => event)).toEqual(["Interrupt", "SessionEnd"]);
  expect(JSON.parse(forms.Interrupt ?? "{}").event_name).toBe("interrupt");
});
