import { isOutside } from "../paths.ts";
import type { ShellCommand } from "../read-command.ts";
import { hasOption, leavesProject, operands, writes, writesPipeline, writesStartup, writesWhere } from "../signs.ts";
import { has, type CommandCondition } from "./condition.ts";

/** The first arguments that are no options. */
const targets = (command: ShellCommand) => operands(command).slice(0, 500);

/** The machine itself, and places that run by themselves later. */
export const machine = {
  "package.global": {
    when: (c) =>
      (/^(?:npm|pnpm|yarn|bun)$/.test(c.program) && hasOption(c, "g", "global") && /^(?:i|install|add|global add|link)\b/.test(c.verbs)) ||
      (/^(?:apt|apt-get|brew|dnf|yum|apk|pacman|snap|choco|winget|port)$/.test(c.program) &&
        !/^(?:list|search|info|show|update$|outdated|deps)/.test(c.verbs)),
  },
  "rights.root": { on: "sudo doas su pkexec runas" },
  "machine.schedule": {
    when: (c) =>
      (c.program === "crontab" && !hasOption(c, "l")) ||
      (c.program === "launchctl" && !/^(?:list|print)/.test(c.verbs)) ||
      /^(?:at|batch|schtasks)$/.test(c.program),
  },
  "machine.service": {
    on: "systemctl service rc-service initctl",
    verbs: /(?:^| )(?:stop|disable|mask|restart|kill|start|enable|daemon-reload|isolate|poweroff|reboot)\b/,
  },
  "machine.off": {
    on: "shutdown reboot poweroff halt useradd usermod userdel adduser deluser passwd visudo chpasswd iptables ip6tables nft ufw setenforce spctl csrutil insmod modprobe kextload mount umount sysctl",
  },
  "process.kill": {
    when: (c) =>
      /^(?:killall|pkill|taskkill)$/.test(c.program) ||
      (c.program === "kill" && targets(c).length === 0 && has(/^-1$/)(c)) ||
      (c.program === "kill" && has(/^-9$/)(c) && has(/^-1$/)(c)),
  },
  "agent.unchecked": { when: (c) => has(/^--(?:dangerously-[\w-]+|yolo|full-auto|allow-all-tools|approval-mode=yolo)$/)(c) },
  "place.startup": { when: writesStartup },
  "place.pipeline": { when: writesPipeline },
  "place.written": { when: (c, place) => !c.elsewhere && writes(c).some((path) => isOutside(path, place)) },
  "place.system": {
    when: (c) => !c.elsewhere && writesWhere(c, (path) => /^\/(?:etc|usr|bin|sbin|boot|lib|System|Library|opt)\//.test(path)),
  },
  "place.outside": { when: leavesProject },
} satisfies Record<string, CommandCondition>;
