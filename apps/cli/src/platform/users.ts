import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { BerthError } from '@berth/core'

const run = promisify(execFile)

/** All of them have this primary group, which may open the platform's sockets. */
const PLATFORM_GROUP = 'berth'

export const PLATFORM_USERS = [
  'berth-postgres',
  'berth-redis',
  'berth-door',
  'berth-control',
  'berth-web',
  'berth-resolver',
] as const
export type PlatformUser = (typeof PLATFORM_USERS)[number]

export type UserIds = { readonly gid: number; readonly uid: Readonly<Record<PlatformUser, number>> }

/** The system users of the platform's processes, made when absent; every platform of a machine shares them. */
export async function ensureUsers(): Promise<UserIds> {
  if ((await idIn('/etc/group', PLATFORM_GROUP)) === undefined) {
    await make('groupadd', ['--system', PLATFORM_GROUP], '/etc/group', PLATFORM_GROUP)
  }
  for (const user of PLATFORM_USERS) {
    if ((await idIn('/etc/passwd', user)) === undefined) await makeUser(user)
  }
  const uids = await Promise.all(PLATFORM_USERS.map((user) => mustHave('/etc/passwd', user)))
  const uid = Object.fromEntries(PLATFORM_USERS.map((user, i) => [user, uids[i]])) as Record<
    PlatformUser,
    number
  >
  return { gid: await mustHave('/etc/group', PLATFORM_GROUP), uid }
}

async function makeUser(user: PlatformUser): Promise<void> {
  const args = ['--system', '--gid', PLATFORM_GROUP, '--no-create-home', '--home-dir', '/nonexistent']
  await make('useradd', [...args, '--shell', '/usr/sbin/nologin', user], '/etc/passwd', user)
}

/** Another platform of this machine may be making the same one: what counts is that it is there. */
async function make(command: string, args: readonly string[], table: string, name: string): Promise<void> {
  try {
    await run(command, args)
  } catch (cause) {
    if ((await idIn(table, name)) !== undefined) return
    throw new BerthError('internal.unexpected', `cannot make ${name} with ${command}: make it by hand`, {
      cause,
    })
  }
}

async function mustHave(table: string, name: string): Promise<number> {
  const id = await idIn(table, name)
  if (id === undefined) throw new BerthError('internal.unexpected', `${name} is not in ${table}`)
  return id
}

/** Third field of passwd(5) and group(5). */
async function idIn(table: string, name: string): Promise<number | undefined> {
  const text = await readFile(table, 'utf8')
  const line = text.split('\n').find((entry) => entry.startsWith(`${name}:`))
  return line === undefined ? undefined : Number(line.split(':')[2])
}
