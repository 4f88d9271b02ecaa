import { createHash } from "node:crypto";
import { trustedForms } from "@beckon/agent-setup/codex";
import type { Connection } from "@beckon/agent-setup/connection";
import { readToml } from "@beckon/agent-setup/toml-text";
import { isMarked } from "@beckon/agent-setup/judge";
import { isTable, valueAt } from "@beckon/agent-setup/values";

/** How many of our hooks Codex trusts. It is only looked at: trusting is the person's own step. */
export type Trust = { trusted: number; of: number };

/**
 * Compares what Codex noted when hooks were trusted with our hooks as they stand in its settings.
 *
 * @throws SettingsError where the settings are broken.
 */
export function codexTrust(text: string, connection: Connection): Trust {
  const value = readToml(text.replace(/^\uFEFF/, ""));
  const state = valueAt(value, ["hooks", "state"]);
  const forms = Object.entries(trustedForms(connection));
  const trusted = forms.filter(([event, form]) => {
    const groups = valueAt(value, ["hooks", event]);
    const group = Array.isArray(groups)
      ? groups.findIndex((one) => isTable(one) && Array.isArray(one.hooks) && one.hooks.some((hook) => isMarked(hook, "hook codex")))
      : -1;
    if (group < 0 || !isTable(state)) return false;
    const hash = `sha256:${createHash("sha256").update(form).digest("hex")}`;
    const name = event.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
    return Object.entries(state).some(([key, one]) => key.endsWith(`:${name}:${group}:0`) && isTable(one) && one.trusted_hash === hash);
  });
  return { trusted: trusted.length, of: forms.length };
}
