/** Said after the path that it happened to. Codes: errno(3). */
const SAYINGS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder here',
  EACCES: 'you may not read or write it here',
  EPERM: 'you may not read or write it here',
  EISDIR: 'it is a folder here, not a file',
  ENOTDIR: 'a part of the path is a file here, not a folder',
  EEXIST: 'it exists here already',
  ENOTEMPTY: 'it is a folder here that is not empty',
  ENOSPC: 'the disk here is full',
  EDQUOT: 'your disk quota here is used up',
  EROFS: 'its file system can only be read',
  ENAMETOOLONG: 'its name is too long for this machine',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open here',
}

/** What the system of this machine said of a file, as a sentence; undefined for any other error. */
export function describeSystemError(error: unknown): Error | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined
  const saying = SAYINGS[String(error.code)]
  if (saying === undefined) return undefined
  const { path, dest } = error as { path?: unknown; dest?: unknown }
  const place = dest ?? path
  return new Error(typeof place === 'string' ? `${place}: ${saying}` : saying, { cause: error })
}
