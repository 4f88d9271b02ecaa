import { css } from "lit";

export const dialogStyles = css`
  dialog {
    padding: 0;
    border: 1px solid var(--line-strong);
    background: var(--surface);
    color: var(--ink);
    max-inline-size: min(560px, 100vw);
    inline-size: 100%;
    max-block-size: 88dvh;
    border-radius: var(--radius-l) var(--radius-l) 0 0;
    margin-block: auto 0;
    margin-inline: auto;
    overflow: hidden;
    box-shadow: 0 -12px 48px -12px #0009;
  }
  dialog[open] {
    animation: rise var(--motion) var(--ease);
  }
  dialog::backdrop {
    background: var(--veil);
  }
  .sheet {
    display: flex;
    flex-direction: column;
    max-block-size: inherit;
    padding-block-end: env(safe-area-inset-bottom);
  }
  .bar {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    padding: var(--space-3) var(--space-2) 0 var(--space-5);
  }
  h2 {
    flex: 1;
    font: 650 var(--text-l) / 1.25 var(--font);
    letter-spacing: -0.012em;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  h2:focus {
    outline: none;
  }
  .body {
    padding: var(--space-2) var(--space-5) var(--space-4);
    overflow: auto;
    overscroll-behavior: contain;
    font: 400 var(--text-s) / 1.5 var(--font);
    color: var(--ink-soft);
  }
  .actions {
    padding: 0 var(--space-5) var(--space-5);
  }
  @media (min-width: 640px) {
    dialog {
      margin-block: auto;
      border-radius: var(--radius-l);
      max-inline-size: min(560px, 92vw);
    }
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(24px);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    dialog[open] {
      animation: none;
    }
  }
`;
