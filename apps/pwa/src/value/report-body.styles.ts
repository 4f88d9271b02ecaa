import { css } from "lit";

export const reportStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-4);
  }
  h2 {
    font: 650 var(--text-l) / 1.25 var(--font);
    letter-spacing: -0.012em;
    overflow-wrap: anywhere;
  }
  header p,
  footer {
    color: var(--ink-soft);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  h3 {
    margin-block-end: var(--space-2);
    font: 650 0.9375rem / 1.3 var(--font);
  }
  section {
    min-inline-size: 0;
    padding: var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
  }
  td,
  th {
    white-space: normal;
  }
  th:first-child {
    min-inline-size: 7em;
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 330px), 1fr));
    gap: var(--space-4);
    align-items: start;
  }
  dl div {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1.4fr);
    gap: var(--space-3);
    padding-block: 5px;
    border-block-end: 1px solid var(--line);
    font-size: 0.8125rem;
  }
  dl div:last-child {
    border: 0;
  }
  dt {
    color: var(--ink-soft);
  }
  dd {
    text-align: end;
    overflow-wrap: anywhere;
  }
  code {
    font: 500 var(--text-xs) / 1.4 var(--mono);
  }
  @media print {
    /* Ink on paper, whatever the screen is, and all of it on one page. */
    :host {
      color-scheme: light;
      --ground: #fff;
      --surface: #fff;
      --raised: #eceff4;
      --line: #d5dae3;
      --line-strong: #9aa5b5;
      --ink: #131820;
      --ink-soft: #3f4959;
      --ink-faint: #4a5568;
      --beacon: #8a5000;
      --good: #11774a;
      --info: #1f66b8;
      --bad: #b3202a;
      --shadow: none;
      zoom: 0.56;
      gap: var(--space-3);
      print-color-adjust: exact;
    }
    .pair {
      grid-template-columns: repeat(auto-fit, minmax(300px, 1fr));
      gap: var(--space-3);
    }
    section {
      break-inside: avoid;
    }
  }
`;
