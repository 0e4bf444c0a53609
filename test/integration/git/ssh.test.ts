import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { userActor } from '@berth/auth'
import ssh2, { type ClientChannel } from 'ssh2'
import { forTenant } from '@berth/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addMember, addUser } from '../../support/people.ts'
import { answerBuilds } from './answer-builds.ts'
import { type Clone, type GitFixture, runGit, runProgram, startGitService } from './git-fixture.ts'

let fixture: GitFixture
let folder: string
let port: number
let stop: () => void
let answering: { stop(): Promise<void> }
beforeAll(async () => {
  fixture = await startGitService()
  folder = await mkdtemp(path.join(tmpdir(), 'berth-ssh-'))
  const listening = await fixture.service.listenSsh({
    port: 0,
    address: '127.0.0.1',
    seed: Buffer.alloc(32, 1),
  })
  port = listening.port
  stop = () => listening.close()
  answering = answerBuilds(fixture.db, () => ({ output: 'built\n' }))
})
afterAll(async () => {
  await answering.stop()
  stop()
  await fixture.close()
  await rm(folder, { recursive: true })
})

const keyFile = (name: string) => path.join(folder, name)
const newKey = async (name: string, type = 'ed25519') => {
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', keyFile(name)])
  return readFile(`${keyFile(name)}.pub`, 'utf8')
}
const sshOptions = (name: string) => [
  ...['-i', keyFile(name), '-p', String(port), '-F', '/dev/null'],
  ...['-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes', '-o', `UserKnownHostsFile=${keyFile('known')}`],
  ...['-o', 'StrictHostKeyChecking=accept-new', '-o', 'IdentityAgent=none'],
]
const git = (clone: Clone, key: string, ...args: string[]) =>
  runGit(clone.folder, args, { GIT_SSH_COMMAND: ['ssh', ...sshOptions(key)].join(' ') })
const ssh = (key: string, ...args: string[]) =>
  runProgram('ssh', [...sshOptions(key), 'git@127.0.0.1', ...args], folder)
const remote = (app: string) => `ssh://git@127.0.0.1:${port}/acme/${app}.git`
const acting = () => ({
  ...{ db: forTenant(fixture.db, fixture.tenantId), tenantId: fixture.tenantId, role: 'owner' as const },
  ...{ by: fixture.owner.email, userId: fixture.owner.userId, ip: null },
})

test("a person's key pushes, and clones what was pushed", async () => {
  await fixture.guard.keys.addOwn(fixture.owner, { name: 'laptop', publicKey: await newKey('laptop') }, null)
  const clone = await fixture.clone()
  const pushed = await git(clone, 'laptop', 'push', remote('overssh'), 'main')
  expect(pushed.err).toContain('remote:        built')
  expect(pushed).toMatchObject({ code: 0 })
  expect(await git(clone, 'laptop', 'clone', '-q', remote('overssh'), 'copy')).toMatchObject({ code: 0 })
  expect((await clone.git('-C', 'copy', 'ls-files')).out).toBe('index.html\n')
})

test.each(['rsa', 'ecdsa'])('a key of the kind %s works too', async (type) => {
  const publicKey = await newKey(type, type)
  await fixture.guard.keys.addOwn(fixture.owner, { name: type, publicKey }, null)
  expect(await ssh(type)).toMatchObject({ code: 0, out: expect.stringContaining('Hello owner@acme.test') })
})

test('there is no shell, no other program, no file transfer and no tunnel', async () => {
  expect((await ssh('laptop')).out).toContain('There is no shell here')
  for (const command of ['id', 'git-receive-pack', "git-receive-pack '../../etc'", "sh -c 'id'"]) {
    const ran = await ssh('laptop', command)
    expect(ran).toMatchObject({ code: 1, out: '' })
    expect(ran.err).toContain("This is Berth's git")
  }
  expect((await ssh('laptop', '-s', 'sftp')).code).not.toBe(0)
  expect((await ssh('laptop', '-W', '127.0.0.1:22')).code).not.toBe(0)
})

test("a machine's key pushes to its own tenant, and reaches no other", async () => {
  const key = { name: 'ci', publicKey: await newKey('machine'), machine: true }
  const { fingerprint } = await fixture.guard.keys.add(acting(), fixture.owner, key)
  expect(execFileSync('ssh-keygen', ['-l', '-f', keyFile('machine')], { encoding: 'utf8' })).toContain(
    fingerprint,
  )
  await expect(fixture.guard.keys.add(acting(), fixture.owner, key)).rejects.toMatchObject({
    code: 'key.exists',
  })
  const clone = await fixture.clone()
  expect(await git(clone, 'machine', 'push', remote('overssh'), 'main:by-machine')).toMatchObject({ code: 0 })
  const foreign = await git(clone, 'machine', 'push', `ssh://git@127.0.0.1:${port}/rival/web.git`, 'main')
  expect(foreign.err).toContain('there is no tenant "rival" that you are in')
})

test('an unknown key, a removed one and that of a removed or disabled person are dead at once', async () => {
  await newKey('unknown')
  expect((await ssh('unknown')).err).toContain('Permission denied (publickey)')
  const member = await addUser(fixture.db, 'leaver@acme.test')
  await addMember(fixture.db, fixture.tenantId, member, 'developer')
  const view = await fixture.guard.keys.addOwn(member, { name: 'x', publicKey: await newKey('leaver') }, null)
  const clone = await fixture.clone()
  expect(await git(clone, 'leaver', 'ls-remote', remote('overssh'))).toMatchObject({ code: 0 })
  await fixture.db.membership.deleteMany({ where: { userId: member.userId } })
  expect((await git(clone, 'leaver', 'ls-remote', remote('overssh'))).err).toContain('there is no tenant')
  await fixture.db.user.update({ where: { id: member.userId }, data: { disabledAt: new Date() } })
  expect((await ssh('leaver')).err).toContain('Permission denied')
  await fixture.db.user.update({ where: { id: member.userId }, data: { disabledAt: null } })
  await fixture.guard.keys.removeOwn(
    userActor(await fixture.db.user.findUniqueOrThrow({ where: { id: member.userId } }), {
      via: 'session',
      sessionId: null,
      token: null,
    }),
    view.id,
    null,
  )
  expect((await ssh('leaver')).err).toContain('Permission denied')
})

test('a viewer fetches and does not push', async () => {
  const publicKey = await newKey('viewer')
  await fixture.guard.keys.addOwn(fixture.viewer, { name: 'v', publicKey }, null)
  const clone = await fixture.clone()
  expect(await git(clone, 'viewer', 'ls-remote', remote('overssh'))).toMatchObject({ code: 0 })
  expect((await git(clone, 'viewer', 'push', remote('overssh'), 'main:v')).err).toContain('app:deploy')
})

test('one connection runs a few commands at once, and serves on when more were refused', async () => {
  const client = new ssh2.Client()
  const ready = once(client, 'ready')
  client.on('error', () => undefined)
  client.connect({ host: '127.0.0.1', port, username: 'git', privateKey: await readFile(keyFile('laptop')) })
  await ready
  const run = () =>
    new Promise<ClientChannel | undefined>((resolve) =>
      client.exec("git-receive-pack 'acme/overssh.git'", (error, channel) =>
        resolve(error ? undefined : channel),
      ),
    )
  const channels = await Promise.all(Array.from({ length: 8 }, run))
  expect(channels.filter((channel) => channel !== undefined)).toHaveLength(4)
  for (const channel of channels) channel?.resume().end('0000')
  await Promise.all(channels.map((channel) => (channel ? once(channel, 'close') : Promise.resolve())))
  expect(await run()).toBeDefined()
  client.end()
})

test('a password is not asked for, and one address cannot take all connections', async () => {
  const asked = await runProgram(
    'ssh',
    [...sshOptions('unknown'), '-o', 'PubkeyAuthentication=no', 'git@127.0.0.1'],
    folder,
  )
  expect(asked.err).toContain('Permission denied (publickey)')
  const sockets = Array.from({ length: 25 }, () =>
    connect(port, '127.0.0.1')
      .on('error', () => undefined)
      .resume(),
  )
  const ended = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
  await Promise.any(ended)
  for (const socket of sockets) socket.destroy()
  await Promise.all(ended)
  expect((await ssh('laptop')).code).toBe(0)
})
