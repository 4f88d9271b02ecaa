import { defineError } from "../platform/errors.ts";

export const directoryNotFound = defineError({ code: "work_directory.not_found", status: 404, title: "No such work directory" });
export const editNotFound = defineError({ code: "work_directory.edit_not_found", status: 404, title: "No such change is asked for" });
export const fileNotFound = defineError({ code: "work_directory.file_not_found", status: 409, title: "The file is no longer there" });
export const readOnly = defineError({
  code: "work_directory.read_only",
  status: 409,
  title: "Its files are only read: start `beckon watch` with --write to change them from here",
});
export const otherRevision = defineError({
  code: "work_directory.other_revision",
  status: 409,
  title: "Something else was told of this directory meanwhile: ask what the server has",
});
