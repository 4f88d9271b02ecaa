/** What the crew of the invented shop has to do, and how it goes wrong there. Nothing of it exists. */
export type Errand = {
  title: string;
  body: string;
  role: "developer" | "tester";
  priority: "low" | "medium" | "high" | "critical";
  labels: string[];
  estimate: { p10: number; p50: number; p90: number };
  files: string[];
  done: string;
  /** Waits for the one before it in the list. */
  follows?: boolean;
};

const days = (p10: number, p50: number, p90: number) => ({ p10, p50, p90 });
/** In the way of almost everybody: where the builders meet. */
export const sharedFile = "src/orders/order.ts";

export const errands: readonly Errand[] = [
  {
    title: "Gift cards in the checkout",
    body: "A gift card pays part of an order. It may not pay for another gift card.",
    role: "developer",
    priority: "high",
    labels: ["checkout", "feature"],
    estimate: days(3, 6, 14),
    files: [sharedFile, "src/checkout/payment-step.ts"],
    done: "Gift cards pay down to zero; refunds go back to the card first.",
  },
  {
    title: "Orders can be split into parcels",
    body: "Two warehouses, two parcels, one order. Each parcel has its own state.",
    role: "developer",
    priority: "high",
    labels: ["orders"],
    estimate: days(5, 9, 20),
    files: [sharedFile, "src/orders/parcels.ts"],
    done: "An order has parcels; its state is that of the slowest one.",
  },
  {
    title: "Check parcels end to end",
    body: "From the cart to the label, with one parcel, two, and one that is lost.",
    role: "tester",
    priority: "medium",
    labels: ["orders", "tests"],
    estimate: days(1, 3, 6),
    files: ["e2e/parcels.test.ts"],
    done: "Nine cases, among them a parcel that comes back.",
    follows: true,
  },
  {
    title: "The order list loads in under a second",
    body: "4,200 orders take 3.8 s. Most of it is one query a line.",
    role: "developer",
    priority: "critical",
    labels: ["orders", "speed"],
    estimate: days(1, 2, 5),
    files: ["src/orders/orders.query.ts", sharedFile],
    done: "0.3 s with 4,200 orders: one query in place of 4,201.",
  },
  {
    title: "Flaky: the cart test fails once in twenty",
    body: "Only in CI, only at night. It waits for a timer that the other test has stopped.",
    role: "tester",
    priority: "low",
    labels: ["tests"],
    estimate: days(0.5, 2, 8),
    files: ["src/cart/cart.test.ts"],
    done: "Each test has its own clock now; 500 runs without a failure.",
  },
  {
    title: "Write down how refunds work",
    body: "Support asks the same five questions every week.",
    role: "developer",
    priority: "low",
    labels: ["docs"],
    estimate: days(0.5, 1, 2),
    files: ["docs/refunds.md"],
    done: "docs/refunds.md answers the five questions, with an example each.",
  },
  {
    title: "Invoices for companies carry their VAT number",
    body: "The number is checked when it is given, and printed as it was then.",
    role: "developer",
    priority: "medium",
    labels: ["billing"],
    estimate: days(2, 4, 9),
    files: ["src/billing/invoice.ts", "src/billing/vat.ts"],
    done: "Checked on entry, kept with the invoice, printed on every page.",
  },
  {
    title: "Check invoices against last year's",
    body: "Twelve real ones, names removed, to the cent.",
    role: "tester",
    priority: "medium",
    labels: ["billing", "tests"],
    estimate: days(1, 2, 4),
    files: ["src/billing/invoice.test.ts"],
    done: "All twelve agree to the cent.",
    follows: true,
  },
];

/** As tools and agents put it. `%n` is another number each time, as in real life. */
export const failures: readonly string[] = [
  "connect ECONNREFUSED 10.4.0.%n:5432",
  "fetch failed: getaddrinfo ENOTFOUND preview-%n.shop.example",
  "Error: timed out after %n s waiting for the sub-agent's result",
  "429 rate_limit_error: this request would exceed 80,000 input tokens per minute (request req_%n)",
  "FAIL src/orders/order.test.ts > splits a parcel: expected 3 parcels, received %n",
  "CONFLICT (content): Merge conflict in src/orders/order.ts (commit %n)",
  "SyntaxError: Unexpected token '<' in JSON at position %n",
  "EACCES: permission denied, open '/srv/shop/secrets/%n.key'",
  "Error: Cannot find tool 'browser_click' on MCP server %n",
  "The task is unclear: which of the %n price lists is meant?",
  "Process exited with code 137: out of memory (pid %n)",
];

export const pairings: readonly string[] = [
  "Find the race between cart and stock together",
  "Cut the order list's query down",
  "Go through the parcel labels line by line",
  "Agree on the shape of a refund",
];
export const clashes: readonly string[] = [
  "Both changed how an order is rounded",
  "Two migrations with the same number",
  "The parcels' branch and the gift cards' branch touch the same lines",
];
export const refusedReviews: readonly string[] = [
  "Changes requested: the lost parcel has no test",
  "Changes requested: %n lines of this are a copy of src/cart/merge.ts",
  "Changes requested: the migration cannot be undone",
];
export const stages = ["implementation", "quality", "testing", "release"] as const;
