import { expect, test } from "vitest";
import { referenceAnswers } from "./fixtures/reference.ts";
import reference from "./fixtures/reference.json" with { type: "json" };

test("the server's answers are the reference, to the digit", () => expect(referenceAnswers()).toEqual(reference));
