import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** Names by user id. */
export type UserNames = ReadonlyMap<number, string>

/** From <fcntl.h>, which Node does not tell: to look at what it is before it is opened */
const O_PATH = 0o10000000
const MOST_BYTES = 256 * 1024
const NOBODY: UserNames = new Map()

/**
 * What /etc/passwd below `root` says, which its container writes: no link is followed, nothing but a plain file is
 * opened, and no more is read than a real one has. Nothing when it is not there.
 */
export async function readUserNames(root: string): Promise<UserNames> {
  const opened: FileHandle[] = []
  const step = async (path: string, flags: number): Promise<FileHandle> => {
    const handle = await open(path, flags)
    opened.push(handle)
    return handle
  }
  try {
    const base = await step(root, constants.O_DIRECTORY)
    const etc = await step(below(base, 'etc'), constants.O_DIRECTORY | constants.O_NOFOLLOW)
    const found = await step(below(etc, 'passwd'), O_PATH | constants.O_NOFOLLOW)
    if (!(await found.stat()).isFile()) return NOBODY
    // who holds a lease on it would have us wait for 45 seconds otherwise (fcntl(2))
    const file = await step(`/proc/self/fd/${found.fd}`, constants.O_RDONLY | constants.O_NONBLOCK)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0)
    return parseUserNames(buffer.toString('utf8', 0, bytesRead))
  } catch (error) {
    if (isRefused(error)) return NOBODY
    throw error
  } finally {
    await Promise.all(opened.map((handle) => handle.close()))
  }
}

/** Lines of passwd(5). The first of an id counts; a name that is none is left out, because terminals show it. */
export function parseUserNames(text: string): UserNames {
  const names = new Map<number, string>()
  for (const line of text.split('\n')) {
    const [name = '', , uid = ''] = line.split(':')
    if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/.test(name) || !/^\d{1,10}$/.test(uid)) continue
    if (!names.has(Number(uid))) names.set(Number(uid), name)
  }
  return names
}

function below(folder: FileHandle, name: string): string {
  return `/proc/self/fd/${folder.fd}/${name}`
}

const REFUSALS = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ESRCH', 'EACCES', 'EAGAIN']

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && REFUSALS.includes(String(error.code))
}
