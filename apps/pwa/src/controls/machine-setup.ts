export type SetupStep = { words: string; label: string; text: string };

/** What to paste so that a machine can be controlled from here: a token, what may be started, and the runner. */
export const machineSteps = (url: string): SetupStep[] => [
  {
    words: "In Beckon's folder on the server's machine, make a token for the other one:",
    label: "command for the token",
    text: "npx pnpm@12 beckon token create --name devbox --scope host",
  },
  {
    words: "On the machine that agents are to run on, say in beckon.config.yaml what may be started:",
    label: "configuration",
    text: ["host:", "  name: devbox", "  profiles:", "    - name: builder", "      command: claude", "      limits: { most: 3 }", ""].join(
      "\n",
    ),
  },
  {
    words: "There, start the runner. It connects outward only:",
    label: "commands for the runner",
    text: `export BECKON_URL=${url}\nexport BECKON_TOKEN=…\nnpx pnpm@12 beckon host --config beckon.config.yaml`,
  },
];
