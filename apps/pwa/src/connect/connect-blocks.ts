export type Block = { value: string; label: string; text: string; where: string };

/** What to paste for a first question, per kind of program. */
export function connectBlocks({ url, token }: { url: string; token: string }): Block[] {
  const title = "Can you see this?";
  return [
    {
      value: "shell",
      label: "Shell",
      where: "In Beckon's folder. It waits for your answer and prints it.",
      text: `export BECKON_URL=${url}\nexport BECKON_TOKEN=${token}\nnpx pnpm@12 beckon ask "${title}" --option yes --option no`,
    },
    {
      value: "curl",
      label: "curl",
      where: "Anywhere. The answer comes with GET on the id it prints, with ?wait=60.",
      text: [
        `curl ${url}/api/decision-requests \\`,
        `  -H "Authorization: Bearer ${token}" \\`,
        `  -H "Content-Type: application/json" \\`,
        `  -H "Idempotency-Key: first-question-$(date +%s)" \\`,
        `  -d '{"kind":"permission","title":"${title}","agent":{"name":"my-agent"}}'`,
      ].join("\n"),
    },
    {
      value: "node",
      label: "Node",
      where: "In a program that has Beckon's agent-client package.",
      text: [
        `import { createClient } from "@beckon/agent-client";`,
        ``,
        `const beckon = createClient({`,
        `  url: "${url}",`,
        `  token: "${token}",`,
        `});`,
        `const asked = await beckon.requestDecision({`,
        `  kind: "permission",`,
        `  title: "${title}",`,
        `});`,
        `const { decision } = await beckon.waitForDecision(asked.id);`,
        `console.log(decision?.option);`,
      ].join("\n"),
    },
  ];
}
