export type Theme = "system" | "dark" | "light";

const key = "beckon-theme";

export function getTheme(): Theme {
  const stored = readStored();
  return stored === "dark" || stored === "light" ? stored : "system";
}

export function setTheme(theme: Theme): void {
  try {
    if (theme === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, theme);
  } catch {
    // Storage may be refused (private mode): the choice then lasts as long as the page.
  }
  applyTheme(theme);
}

/** Called before the first render, so that no frame shows the other theme. */
export function applyTheme(theme: Theme = getTheme()): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  const ground = getComputedStyle(root).getPropertyValue("--ground").trim();
  if (ground !== "") for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.setAttribute("content", ground);
}

function readStored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
