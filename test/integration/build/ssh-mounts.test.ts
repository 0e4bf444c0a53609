import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuildWorld, openBuildWorld } from './support/build-world.ts'
import { hostAddress } from './support/host-address.ts'
import { programsImage } from './support/programs.ts'
import { startSshServer } from './support/ssh-server.ts'

const PLATFORM = { os: 'linux', architecture: process.arch === 'arm64' ? 'arm64' : 'amd64' }
const PROGRAMS = ['/usr/bin/git', '/usr/bin/ssh', '/usr/bin/ssh-add']

let folder: string
let server: Awaited<ReturnType<typeof startSshServer>>
let world: BuildWorld
let ssh: Record<string, string>
/** what a Dockerfile begins with to clone */
let head: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-ssh-'))
  const address = hostAddress()
  server = await startSshServer(join(folder, 'ssh'), address)
  await makeRepository(join(folder, 'private'))
  world = await openBuildWorld({ buildEgress: [`${address}:${server.port}`] })
  const tools = { platform: PLATFORM, programs: PROGRAMS }
  await world.addImage('tools', await programsImage(join(world.dir, 'tools'), tools))
  ssh = { default: server.key }
  head = `FROM tools
ENV GIT_SSH_COMMAND="ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes"
ARG FROM=ssh://root@${address}:${server.port}${folder}/private
`
})

afterAll(async () => {
  await world?.close()
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

async function makeRepository(path: string): Promise<void> {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', path, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args])
  execFileSync('git', ['init', '-q', '-b', 'main', path])
  await writeFile(join(path, 'code.txt'), 'private code\n')
  git('add', '-A')
  git('commit', '-q', '-m', 'first')
}

test('a step clones by an agent that signs with the key, and the key is nowhere in it', async () => {
  const Dockerfile = `${head}RUN --mount=type=ssh git clone -q $FROM /code
RUN --mount=type=ssh ssh-add -l; ssh-add -D; env; find / -xdev -type f -size -64k ! -path '/proc/*' -exec grep -l 'OPENSSH PRIVATE' {} + ; true
`
  const { report, output } = await world.build({ Dockerfile }, { ssh })
  expect(report.failure, output).toBeUndefined()
  const image = await world.pull(report.digest ?? '')
  expect(await world.file(image, 'code/code.txt')).toBe('private code\n')
  expect(output).toContain('(ED25519)')
  expect(output).toContain('SSH_AUTH_SOCK=/run/buildkit/ssh_agent.0')
  const [, secret = 'no key'] = server.key.split('\n')
  expect(output).not.toContain(secret)
  expect(output).toContain('Failed to remove all identities')
  expect(output).not.toMatch(/^#\d+ \/[^ ]*$/m) // files that hold a private key
  expect(await world.tree(image)).not.toContain('ssh_agent')
})

test('a key that is required and not there ends the build with line and column, and one that is not is left out', async () => {
  const wants = (options: string, command = 'test ! -e /run/a.sock') => ({
    Dockerfile: `${head}RUN --mount=type=ssh,id=other,target=/run/a.sock${options} ${command}\n`,
  })
  const refused = await world.build(wants(',required'), { ssh })
  expect(refused.report.failure).toMatchObject({ kind: 'step', line: 4, column: expect.any(Number) })
  expect(refused.report.failure?.message).toContain('there is no SSH key "other"')
  const left = await world.build(wants(''), { ssh })
  expect(left.report.failure, left.output).toBeUndefined()
})

test('a socket has the id, place, mode and owner that are asked for', async () => {
  const mount = '--mount=type=ssh,id=mine,target=/run/mine.sock,mode=0620,uid=1000,gid=1001'
  const Dockerfile = `${head}USER 1000
RUN ${mount} stat -c '%a %u:%g' $SSH_AUTH_SOCK; ssh-add -l
`
  const { report, output } = await world.build({ Dockerfile }, { ssh: { mine: server.key } })
  expect(report.failure, output).toBeUndefined()
  expect(output).toContain('620 1000:1001')
  expect(output).toContain('(ED25519)')
})
