import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { compileWhole } from "./build/compile-whole.ts";
import { manifest } from "./build/manifest.ts";
import { minifyTemplates } from "./build/minify-templates.ts";

export default defineConfig({
  root: import.meta.dirname,
  clearScreen: false,
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: ["chrome120", "firefox121", "safari17.4"],
    // Chunks are small and come from the service worker after the first visit.
    modulePreload: { polyfill: false },
    // A data: address is refused by the content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // What several pages share comes in a few pieces instead of a dozen: fewer requests on a
        // first visit, on a phone, far from the server.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              name: "page",
              test: /shell[\\/](page\.styles|media)|demo-mark|packages[\\/]ui[\\/]src[\\/]ui-(switch|field)/,
              minShareCount: 2,
            },
            { name: "sheets", test: /packages[\\/]ui[\\/]src[\\/]ui-(segmented|dialog|select)/, minShareCount: 2 },
            {
              name: "settings",
              test: /list-store|contracts[\\/]src[\\/]notification|settings[\\/](settings\.contexts|[a-z]+\.(store|api))/,
              minShareCount: 2,
            },
            // What Now shows once its first screen is painted, and the pages of fleet and teamwork use too.
            {
              name: "vitals",
              test: /cached-view|platform[\\/]followed|fleet[\\/](fleet[.-](api|context|replica|requests|store|view|watch|words)|as-of|family|render-as-of|same-row|tone)|teamwork[\\/](teamwork[.-](api|context|look|store|words)\.ts)|metrics[\\/]src[\\/](fleet|health|liveness)/,
              minShareCount: 2,
            },
            { name: "alerts", test: /src[\\/]alerts|contracts[\\/]src[\\/]alert|replica-reads|lost-answers/, minShareCount: 2 },
            // Each piece costs the first screen its name: what pages of one kind share comes together.
            { name: "teamwork", test: /src[\\/]teamwork|page-eye/, minShareCount: 2 },
            { name: "value", test: /src[\\/]value(?![\\/]value-worker)/, minShareCount: 2 },
            { name: "controls", test: /src[\\/](controls|rules)[\\/](?!may-control|why-not-now)/, minShareCount: 2 },
            { name: "work", test: /cached-view|task-transitions|src[\\/](work|fleet)[\\/]|packages[\\/]metrics/, minShareCount: 2 },
            {
              name: "base",
              test: /node_modules(?!.*d3-)|packages[\\/]ui[\\/]src[\\/](icons|ticker|duration|numbers|base|ui-(age|button|card|code|copy|empty|icon|row))|src[\\/]platform|^\0/,
              minShareCount: 2,
            },
            // What the first screen has no use for.
            { name: "charts", test: /packages[\\/]ui/, minShareCount: 2 },
            { name: "acts", test: /contracts[\\/]src[\\/](rule|recovery|team|healing|control|host)/, minShareCount: 2 },
            { name: "decisions", test: /src[\\/]decisions|packages[\\/]contracts/, minShareCount: 2 },
          ],
        },
      },
    },
  },
  plugins: [
    minifyTemplates(),
    compileWhole(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "service-worker",
      filename: "sw.ts",
      injectRegister: false,
      registerType: "prompt",
      manifest,
      // The browser fetches icons when it installs; offline only those below are shown.
      includeManifestIcons: false,
      injectManifest: {
        rollupFormat: "iife",
        globPatterns: ["index.html", "**/*.{js,css,woff2}", "favicon.svg", "icon-192.png", "badge.png"],
        // Served only in place of sw.js, never from the cache.
        globIgnores: ["kill-switch.js"],
        // Hashed names carry their version already.
        dontCacheBustURLsMatching: /^assets\//,
        maximumFileSizeToCacheInBytes: 400_000,
      },
    }),
  ],
});
