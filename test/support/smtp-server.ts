import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { TLSSocket } from "node:tls";

export type ReceivedMail = { from: string; to: string[]; data: string; secure: boolean; auth: string | undefined };

/** How the server treats the next message: its answer to what comes after DATA. */
type Options = { cert: string; key: string; user?: string; password?: string };

/** A mail server of a few commands: STARTTLS, AUTH PLAIN, and one message a connection or more. */
export const startSmtpServer = async (options: Options) => {
  const mails: ReceivedMail[] = [];
  const answers: string[] = [];
  /** Knows no STARTTLS from now on. */
  const plain = { only: false };
  /** At these words, in order, it hangs up; at the "." that ends a message it has taken it. */
  const drops: string[] = [];

  const serve = (socket: Socket, secure: boolean, greet: boolean) => {
    let [buffer, inData] = ["", false];
    let mail: ReceivedMail = { from: "", to: [], data: "", secure, auth: undefined };
    const say = (line: string) => void socket.write(`${line}\r\n`);
    const take = (line: string): void => {
      if (inData) {
        if (line !== ".") return void (mail.data += `${line.replace(/^\.\./, ".")}\n`);
        inData = false;
        if (drops[0] === ".") {
          drops.shift();
          mails.push(mail);
          return void socket.destroy();
        }
        const answer = answers.shift() ?? "250 2.0.0 OK: queued as 4711";
        if (answer.startsWith("250")) mails.push(mail);
        mail = { from: "", to: [], data: "", secure, auth: mail.auth };
        return say(answer);
      }
      const [verb = "", rest = ""] = [line.split(" ")[0]?.toUpperCase(), line.slice(line.indexOf(" ") + 1)];
      if (drops[0] === verb) {
        drops.shift();
        return void socket.destroy();
      }
      if (verb === "EHLO") {
        say("250-mail.test");
        if (!secure && !plain.only) say("250-STARTTLS");
        if (options.user) say("250-AUTH PLAIN");
        return say("250 8BITMIME");
      }
      if (verb === "STARTTLS" && plain.only) return say("502 5.5.1 not implemented");
      if (verb === "STARTTLS") {
        say("220 go on");
        socket.removeAllListeners("data");
        const upgraded = new TLSSocket(socket, { isServer: true, cert: options.cert, key: options.key });
        upgraded.on("error", () => upgraded.destroy());
        return serve(upgraded, true, false);
      }
      if (verb === "AUTH") {
        const given = Buffer.from(rest.split(" ")[1] ?? "", "base64").toString();
        if (given !== `\0${options.user}\0${options.password}`) return say("535 5.7.8 Authentication failed");
        mail.auth = options.user;
        return say("235 2.7.0 welcome");
      }
      if (verb === "MAIL") mail.from = rest;
      if (verb === "RCPT") mail.to.push(rest);
      if (verb === "QUIT") return void socket.end("221 bye\r\n");
      if (verb !== "DATA") return say("250 2.1.0 OK");
      inData = true;
      return say("354 go on");
    };
    socket.on("data", (chunk: Buffer) => {
      buffer += chunk.toString();
      for (let end = buffer.indexOf("\r\n"); end !== -1; end = buffer.indexOf("\r\n")) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        take(line);
      }
    });
    socket.on("error", () => socket.destroy());
    if (greet) say("220 mail.test ESMTP");
  };

  const server: Server = createServer((socket) => serve(socket, false, true));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    plain,
    drop: (...at: string[]) => void drops.push(...at),
    /** To the next messages, in order; taken after them. */
    answer: (...lines: string[]) => void answers.push(...lines),
    close: () => void server.close(),
  };
};
