import { html, raw } from "hono/html";

type Schema = Record<string, unknown> & { properties?: Record<string, Schema>; required?: string[]; items?: Schema; $ref?: string };
type Operation = {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
  responses?: Record<string, { description: string; content?: Record<string, { schema?: Schema }> }>;
};
export type OpenApi = {
  info: { title: string; version: string; description?: string };
  tags?: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
};

export const docsCss = `
:root{color-scheme:dark light;--ink:light-dark(#131820,#edf1f8);--soft:light-dark(#4a5568,#a9b4c6);--line:light-dark(#c5ccd8,#3a465c);--ground:light-dark(#f4f5f8,#0b0e14);--surface:light-dark(#fff,#131822);--beacon:light-dark(#8a5200,#ffb224)}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:960px;margin:0 auto;padding:32px 16px 96px}h1{margin:0 0 8px}h2{margin:48px 0 12px}p{max-width:68ch}
nav{display:flex;flex-wrap:wrap;gap:8px 20px;margin:16px 0}a{color:var(--beacon)}nav a{display:inline-block;padding:10px 0}
details{background:var(--surface);border:1px solid var(--line);border-radius:14px;margin:8px 0}summary{padding:12px 16px;min-height:44px;cursor:pointer}
details>div{padding:0 16px 16px}code,pre{font:14px/1.5 ui-monospace,Menlo,Consolas,monospace}pre{overflow:auto;border:1px solid var(--line);border-radius:8px;padding:12px;background:var(--ground)}
.verb{display:inline-block;min-width:72px;font-weight:700}.soft{color:var(--soft)}dt{font-weight:600;margin-top:8px}dd{margin:0}
`;

const json = (schema: Schema | undefined) => (schema ? html`<pre tabindex="0">${JSON.stringify(schema, null, 2)}</pre>` : "");
const firstSchema = (content: Record<string, { schema?: Schema }> | undefined) => Object.values(content ?? {})[0]?.schema;

const operation = (path: string, verb: string, spec: Operation) =>
  html`<details id="${verb}${path.replaceAll(/[^a-z]+/gi, "-")}">
    <summary><span class="verb">${verb.toUpperCase()}</span> <code>${path}</code> <span class="soft">${spec.summary ?? ""}</span></summary>
    <div>
      ${spec.description ? html`<p>${spec.description}</p>` : ""}
      ${
        spec.parameters?.length
          ? html`<h3>Parameters</h3>
              <dl>
                ${spec.parameters.map(
                  (entry) =>
                    html`<dt><code>${entry.name}</code> <span class="soft">in ${entry.in}${entry.required ? ", required" : ""}</span></dt>
                      <dd>${json(entry.schema)}</dd>`,
                )}
              </dl>`
          : ""
      }
      ${
        spec.requestBody
          ? html`<h3>Body</h3>
              ${json(firstSchema(spec.requestBody.content))}`
          : ""
      }
      <h3>Answers</h3>
      <dl>
        ${Object.entries(spec.responses ?? {}).map(
          ([status, answer]) =>
            html`<dt>${status} <span class="soft">${answer.description}</span></dt>
              <dd>${status < "300" ? json(firstSchema(answer.content)) : ""}</dd>`,
        )}
      </dl>
    </div>
  </details>`;

/** The reading page of the API, made on the server from `/openapi.json`: no script, nothing fetched from elsewhere. */
export const docsPage = (spec: OpenApi) => {
  const words = new Map(spec.tags?.map(({ name, description }) => [name, description]));
  const byTag = new Map<string, { path: string; verb: string; spec: Operation }[]>([...words.keys()].map((tag) => [tag, []]));
  for (const [path, verbs] of Object.entries(spec.paths))
    for (const [verb, entry] of Object.entries(verbs)) {
      const tag = entry.tags?.[0] ?? "Other";
      byTag.set(tag, [...(byTag.get(tag) ?? []), { path, verb, spec: entry }]);
    }
  const anchor = (tag: string) => tag.toLowerCase().replaceAll(/[^a-z]+/g, "-");
  return html`${raw("<!doctype html>")}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${spec.info.title}</title>
        <link rel="stylesheet" href="/docs/style.css" />
      </head>
      <body>
        <main>
          <h1>${spec.info.title}</h1>
          <p class="soft">Version ${spec.info.version} · <a href="/openapi.json">openapi.json</a></p>
          <p>${spec.info.description ?? ""}</p>
          <nav aria-label="Sections">${[...byTag.keys()].map((tag) => html`<a href="#${anchor(tag)}">${tag}</a>`)}</nav>
          ${[...byTag].map(
            ([tag, entries]) =>
              html`<section id="${anchor(tag)}">
                <h2>${tag}</h2>
                <p class="soft">${words.get(tag) ?? ""}</p>
                ${entries.map((entry) => operation(entry.path, entry.verb, entry.spec))}
              </section>`,
          )}
        </main>
      </body>
    </html>`;
};
