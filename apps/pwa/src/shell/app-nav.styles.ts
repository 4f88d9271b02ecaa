import { css } from "lit";

export const navStyles = css`
  :host {
    position: fixed;
    inset-inline: 0;
    inset-block-end: 0;
    z-index: 10;
  }
  nav {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    padding: 4px var(--space-2) env(safe-area-inset-bottom);
    border-block-start: 1px solid var(--line);
    background: color-mix(in srgb, var(--ground) 90%, transparent);
    backdrop-filter: blur(14px);
  }
  .mark,
  .end {
    display: none;
  }
  a {
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 3px;
    min-block-size: 56px;
    border-radius: var(--radius-m);
    color: var(--ink-faint);
    font: 550 min(0.6875rem, 3.4vw) / 1.2 var(--font);
    text-decoration: none;
    --icon-size: 22px;
    -webkit-tap-highlight-color: transparent;
  }
  a:focus-visible {
    outline-offset: -3px;
  }
  a[aria-current] {
    color: var(--ink);
  }
  a[aria-current] ui-icon {
    color: var(--beacon);
  }
  u {
    position: absolute;
    inset-block-start: 4px;
    inset-inline-start: calc(50% + 6px);
    min-inline-size: 17px;
    padding: 0 5px;
    border-radius: 9px;
    background: var(--beacon);
    color: var(--beacon-ink);
    font: 700 0.6875rem / 1.55 var(--font);
    font-variant-numeric: tabular-nums;
    text-align: center;
    text-decoration: none;
  }
  u.alerts {
    inset-inline: auto calc(50% + 9px);
    display: inline-flex;
    align-items: center;
    gap: 2px;
    padding: 0 4px;
    border-radius: 5px;
    background: var(--bad);
    color: var(--ground);
    --icon-size: 8px;
  }
  /* Not past the edge of a narrow phone. */
  .alerts.many {
    inset-inline-end: min(calc(50% + 9px), calc(100% - 40px));
  }
  a[aria-current] u ui-icon {
    color: inherit;
  }
  @media (min-width: 900px) {
    :host {
      inset: 0 auto 0 0;
      inline-size: 88px;
    }
    :host(:dir(rtl)) {
      inset: 0 0 0 auto;
    }
    nav {
      display: flex;
      flex-direction: column;
      align-items: center;
      gap: 10px;
      block-size: 100%;
      padding: 20px 0;
      border: 0;
      border-inline-end: 1px solid var(--line);
      background: var(--ground);
      backdrop-filter: none;
      overflow-y: auto;
    }
    .mark {
      display: inline-flex;
      --icon-size: 32px;
      margin-block-end: 14px;
      color: var(--beacon);
    }
    a {
      inline-size: 72px;
      min-block-size: 58px;
      font-size: min(0.6875rem, 13px);
    }
    a:hover {
      background: color-mix(in srgb, var(--ink) 5%, transparent);
    }
    a[aria-current] {
      background: var(--raised);
    }
    .end {
      display: grid;
      justify-items: center;
      gap: 10px;
      margin-block-start: auto;
    }
  }
  @media (forced-colors: active) {
    a[aria-current] {
      outline: 2px solid Highlight;
    }
    u {
      outline: 1px solid CanvasText;
    }
  }
`;
