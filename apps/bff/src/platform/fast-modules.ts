import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

/**
 * Drizzle's package.json is 180 KB, and Node parses it again for each of its 200 files: 300 ms and
 * 190 MB of garbage at every start. These hooks answer for imports inside that one package, which
 * are all relative and all ES modules. Without them everything works the same, only slower.
 */
export const speedUpDrizzle = () => {
  const inside = "/node_modules/drizzle-orm/";
  registerHooks({
    resolve: (specifier, context, next) => {
      if (!specifier.startsWith(".") || !context.parentURL?.includes(inside)) return next(specifier, context);
      return { url: new URL(specifier, context.parentURL).href, format: "module", shortCircuit: true };
    },
    load: (url, context, next) => {
      if (!url.includes(inside) || !url.endsWith(".js")) return next(url, context);
      return { source: readFileSync(new URL(url)), format: "module", shortCircuit: true };
    },
  });
};
