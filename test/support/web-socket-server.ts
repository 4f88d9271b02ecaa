import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

const frame = (opcode: number, payload: Buffer) => {
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | opcode, payload.length])
      : Buffer.from([0x80 | opcode, 126, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([head, payload]);
};

/** The first whole frame of what has come, unmasked; nothing while a part is missing. Browsers send small, masked, unfragmented ones here. */
const readFrame = (data: Buffer) => {
  if (data.length < 2) return undefined;
  const [first, second] = [data[0] as number, data[1] as number];
  const short = second & 0x7f;
  const start = short === 126 ? 4 : 2;
  if (data.length < start + 4) return undefined;
  const length = short === 126 ? data.readUInt16BE(2) : short;
  const end = start + 4 + length;
  if (data.length < end) return undefined;
  const mask = data.subarray(start, start + 4);
  const payload = Buffer.from(data.subarray(start + 4, end).map((byte, index) => byte ^ (mask[index % 4] as number)));
  return { opcode: first & 0x0f, payload, rest: data.subarray(end) };
};

export type TextSocket = { send(text: string): void; onText(listener: (text: string) => void): void; close(): void };

/** The server's end of a WebSocket (RFC 6455) for texts of up to 64 KB: all that a browser's push connection needs. */
export const acceptWebSocket = (request: IncomingMessage, socket: Duplex): TextSocket => {
  const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}${magic}`).digest("base64");
  const protocol = request.headers["sec-websocket-protocol"]?.split(",")[0]?.trim();
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${protocol ? `Sec-WebSocket-Protocol: ${protocol}\r\n` : ""}\r\n`,
  );
  const listeners: ((text: string) => void)[] = [];
  let data = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    data = Buffer.concat([data, chunk]);
    for (let found = readFrame(data); found; found = readFrame(data)) {
      data = Buffer.from(found.rest);
      if (found.opcode === 8) return void socket.end(frame(8, found.payload));
      if (found.opcode === 9) socket.write(frame(10, found.payload));
      if (found.opcode === 1) for (const listener of listeners) listener(found.payload.toString());
    }
  });
  socket.on("error", () => socket.destroy());
  return {
    send: (text) => void socket.write(frame(1, Buffer.from(text))),
    onText: (listener) => void listeners.push(listener),
    close: () => socket.destroy(),
  };
};
