type ScriptUrlPolicy = { createScriptURL(url: string): unknown };
type TrustedTypes = { createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy };

/** Our own two workers, at our own origin. */
const ours = /^\/([\w-][\w./-]*\/)?(sw|value-worker)[^/]*$/;
let policy: ScriptUrlPolicy | undefined;

/**
 * The address of a worker for where only trusted ones are taken: a Trusted Types sink. The policy "beckon" lets the
 * app's workers pass and nothing else.
 */
export function trustedScript(url: string): string {
  const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  policy ??= trustedTypes?.createPolicy("beckon", {
    createScriptURL(given) {
      if (!ours.test(given)) throw new TypeError(`not a script of Beckon: ${given}`);
      return given;
    },
  });
  return (policy?.createScriptURL(url) ?? url) as string;
}
