import type { WorkFile } from "@beckon/contracts/work-directories";

const mostFiles = 100;
/** Of the files as they stand on the disk. */
const mostBytes = 500_000;

/** The few files that were read last, so that they are told as they were read; what does not fit is read again when its turn comes. */
export const createFresh = () => {
  let files = new Map<string, WorkFile>();
  let bytes = 0;
  const isFull = () => files.size >= mostFiles || bytes >= mostBytes;
  return {
    isFull,
    put: (file: WorkFile, size: number) => {
      files.delete(file.path);
      if (isFull()) return;
      files.set(file.path, file);
      bytes += size;
    },
    take: (): ReadonlyMap<string, WorkFile> => {
      const taken = files;
      files = new Map();
      bytes = 0;
      return taken;
    },
  };
};
