export type Yaml = string | number | { [key: string]: Yaml } | readonly Yaml[];

const isPlain = (key: string) => /^[A-Za-z_][\w./-]*$/.test(key);

/** Objects and lists as YAML; every text in double quotes, as JSON writes it, which YAML reads alike. */
export const toYaml = (value: Yaml, indent = ""): string => {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map((item: Yaml) => `${indent}- ${toYaml(item, `${indent}  `).trimStart()}`).join("\n");
  return Object.entries(value as { [key: string]: Yaml })
    .map(([key, own]) => {
      const name = isPlain(key) ? key : JSON.stringify(key);
      return typeof own === "object" ? `${indent}${name}:\n${toYaml(own, `${indent}  `)}` : `${indent}${name}: ${toYaml(own)}`;
    })
    .join("\n")
    .concat(indent === "" ? "\n" : "");
};
