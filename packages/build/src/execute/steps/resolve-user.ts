import { open } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import { resolveBelow } from '../tree/resolve-below.ts'
import { hostPath } from '../tree/tree-entry.ts'

export type UserIds = { readonly uid: number; readonly gid: number }

const ID_MAX = 65_535
/** of /etc/passwd: who has more users than fit is not served by name */
const FILE_BYTES = 1024 * 1024

/**
 * `user[:group]`, names or numbers, as COPY and WORKDIR read it: names stand in the tree's own /etc, a user by name
 * brings its group along, and one by number has the group of the same number. Error: input.invalid.
 */
export async function resolveUser(root: string, text: string): Promise<UserIds> {
  const [user = '', group] = text.split(':', 2)
  const known = await userOf(root, user === '' ? '0' : user)
  const gid = group === undefined || group === '' ? known.gid : await groupOf(root, group)
  if (known.uid > ID_MAX || gid > ID_MAX) throw unknown(`ids above ${ID_MAX}`, text)
  return { uid: known.uid, gid }
}

async function userOf(root: string, user: string): Promise<UserIds> {
  if (/^\d+$/.test(user)) return { uid: Number(user), gid: Number(user) }
  const fields = await entryOf(root, 'etc/passwd', user)
  if (!fields) throw unknown('a user', user)
  return { uid: Number(fields[2]), gid: Number(fields[3]) }
}

async function groupOf(root: string, group: string): Promise<number> {
  if (/^\d+$/.test(group)) return Number(group)
  const fields = await entryOf(root, 'etc/group', group)
  if (!fields) throw unknown('a group', group)
  return Number(fields[2])
}

async function entryOf(root: string, path: string, name: string): Promise<string[] | undefined> {
  const { entry } = await resolveBelow(root, path)
  if (entry?.kind !== 'file') return undefined
  const lines = (await readSome(hostPath(root, entry.path))).split('\n')
  const fields = lines.map((line) => line.split(':')).find(([first]) => first === name)
  return fields?.slice(2, 4).every((id) => /^\d*$/.test(id)) ? fields : undefined
}

async function readSome(path: Buffer): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(FILE_BYTES) })
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

function unknown(what: string, name: string): BerthError {
  return new BerthError('input.invalid', `"${name}" names ${what} that the image does not have`)
}
