import type { Plugin } from "vite";

/** To V8, as the first line of a file: nearly all of its functions are called soon. */
const hint = "//# allFunctionsCalledOnLoad\n";
/** Characters; less is compiled in no time, and would only be longer. */
const worthwhile = 8_000;

/**
 * Has Chromium compile our files whole, on a thread of its own while they come, instead of function by function on the one
 * that draws the page. It matters at every start: Chromium keeps no compiled code of modules.
 */
export function compileWhole(): Plugin {
  return {
    name: "compile-whole",
    apply: "build",
    generateBundle: {
      // After the bundler has written what it puts first itself.
      order: "post",
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) if (file.type === "chunk" && file.code.length > worthwhile) file.code = hint + file.code;
      },
    },
  };
}
