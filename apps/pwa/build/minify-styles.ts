import type { Plugin } from "vite";

/**
 * Takes comments and needless blanks out of css`…` literals. The minifier leaves literals alone,
 * and styles are a fifth of the first load. A literal that holds quotes is left as it is: blanks
 * may mean something there.
 */
export function minifyStyles(): Plugin {
  return {
    name: "beckon-minify-styles",
    apply: "build",
    enforce: "pre",
    transform: {
      filter: { id: /\.ts$/, code: /css`/ },
      handler: (code) => ({ code: code.replace(/\bcss`([^`]*)`/g, (_literal, styles: string) => `css\`${minified(styles)}\``), map: null }),
    },
  };
}

function minified(styles: string): string {
  const bare = styles.replace(/\/\*[\s\S]*?\*\//g, "");
  if (/["']/.test(bare)) return styles;
  return bare
    .replace(/\s+/g, " ")
    .replace(/ ?([{};]) ?/g, "$1")
    .replace(/: (?=[^{}]*[;}])/g, ":")
    .replace(/, /g, ",")
    .replace(/;}/g, "}")
    .trim();
}
