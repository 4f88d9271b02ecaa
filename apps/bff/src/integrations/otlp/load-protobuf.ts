import { createRequire } from "node:module";
import type Protobuf from "protobufjs/minimal.js";

let loaded: typeof Protobuf | undefined;

/** protobufjs, read with the first message that needs it: where agents speak JSON it takes no memory. */
export const protobuf = (): typeof Protobuf => (loaded ??= createRequire(import.meta.url)("protobufjs/minimal.js") as typeof Protobuf);
