import { isBroad, isOutside, isSecret, isThrowAway, isWholeProject } from "../paths.ts";
import type { ShellCommand } from "../read-command.ts";
import { hasOption, operands, writesWhere } from "../signs.ts";
import { has, type CommandCondition } from "./condition.ts";

const deleters = "rm rmdir unlink shred del rd remove-item rimraf trash srm";
const recursive = (command: ShellCommand) =>
  command.program === "rimraf" || hasOption(command, "r", "R", "recursive", "Recurse") || command.args.some((word) => /^\/s$/i.test(word));
/** The first arguments that are no options. */
const targets = (command: ShellCommand) => operands(command).slice(0, 500);

/** Files, folders, disks and their rights. */
export const deleting = {
  "delete.everything": {
    on: deleters,
    when: (c, place) => !c.elsewhere && recursive(c) && targets(c).some((path) => isBroad(path, place)),
  },
  "delete.everything-elsewhere": { on: deleters, when: (c) => c.elsewhere && recursive(c) && targets(c).some((path) => isBroad(path, {})) },
  "delete.project": { on: deleters, when: (c) => recursive(c) && targets(c).some(isWholeProject) },
  "delete.computed": {
    on: deleters,
    when: (c) => recursive(c) && targets(c).some((path) => /^["']?\$(?!\{?(?:PWD|TMPDIR|HOME)\b)/.test(path)),
  },
  "delete.outside": { on: deleters, when: (c, place) => !c.elsewhere && targets(c).some((path) => isOutside(path, place)) },
  "delete.tree": {
    on: deleters,
    when: (c) => recursive(c) && targets(c).some((path) => !isThrowAway(path) && !/^(?:\/tmp\/|\$\{?TMPDIR)./.test(path)),
  },
  "delete.list": { on: "xargs", when: has(/^(?:rm|shred|unlink)$/) },
  "delete.secret": { on: deleters, when: (c) => targets(c).some(isSecret) },
  "delete.found-all": {
    on: "find",
    when: (c, place) =>
      has(/^-delete$/)(c) && (!has(/^-(?:i?name|i?path|i?regex|mtime|mmin|newer|empty|size)$/)(c) || isBroad(targets(c)[0] ?? ".", place)),
  },
  "delete.found": {
    on: "find fd",
    when: (c) => has(/^-delete$/)(c) || (has(/^(?:-exec|-execdir|-x|-X|--exec)$/)(c) && has(/^(?:rm|shred|unlink)$/)(c)),
  },
  "disk.overwrite": {
    on: "dd mkfs mkswap fdisk sfdisk parted wipefs diskutil format blkdiscard mkfs.ext4 mkfs.xfs mkfs.btrfs mkfs.vfat",
    when: (c) => c.program !== "dd" || has(/^of=\/dev\/(?!null|stdout)/)(c),
  },
  "disk.redirect": { when: (c) => writesWhere(c, (path) => /^\/dev\/(?:sd|hd|nvme|vd|xvd|disk|mmcblk|mapper)/.test(path)) },
  "disk.shred": { on: "shred srm" },
  "file.empty": { on: "truncate", options: ["s", "size"] },
  "rights.broad": {
    on: "chmod chown chgrp icacls setfacl",
    when: (c, place) =>
      !c.elsewhere &&
      hasOption(c, "R", "recursive") &&
      targets(c)
        .slice(1)
        .some((path) => isBroad(path, place)),
  },
  "rights.open": {
    on: "chmod chown",
    when: (c) => /^0?[0-7]?777$|^(?:a|o|ugo)?\+\w*w/.test(targets(c)[0] ?? "") || (c.program === "chown" && hasOption(c, "R")),
  },
  "rights.setuid": { on: "chmod", when: (c) => /^(?:[ugo]*\+[rwx]*s|[4-7][0-7]{3}$)/.test(targets(c)[0] ?? "") },
} satisfies Record<string, CommandCondition>;
