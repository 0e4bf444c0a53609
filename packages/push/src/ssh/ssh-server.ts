import { once } from 'node:events'
import { timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:net'
import { BerthError, networkOf, toBerthError } from '@berth/core'
import ssh2, { type AuthContext, type Connection, type ServerChannel } from 'ssh2'
import type { PushDeps } from '../deps.ts'
import type { GitActor, GitAuth } from '../ports.ts'
import { createConnectionLimit } from './connection-limit.ts'
import { parseGitCommand } from './git-command.ts'
import { serveCommand } from './serve-command.ts'

export type SshOptions<Actor extends GitActor> = {
  readonly deps: PushDeps
  readonly auth: Pick<GitAuth<Actor>, 'authorize'>
  /** whom a public key stands for now */
  readonly findKeyActor: (publicKey: Uint8Array) => Promise<Actor | undefined>
  /** private, as OpenSSH writes it */
  readonly hostKey: string
}

export type SshServer = {
  /** Error: EADDRINUSE and the like. */
  listen(port: number, address: string): Promise<number>
  close(): void
}

const MOST = { all: 200, each: 20 }
/** Whoever has not shown a key by then is cut off. */
const AUTH_MS = 20_000
const TRIES = 12
const IDLE_MS = 60_000
/** at once over one connection; git asks for one */
const MOST_COMMANDS = 4

/** Git over SSH: a key says who it is, two programs may be asked for, and nothing else exists. */
export function createSshServer<Actor extends GitActor>(options: SshOptions<Actor>): SshServer {
  const limit = createConnectionLimit(MOST)
  const open = new Set<Connection>()
  const server = new ssh2.Server(
    {
      hostKeys: [options.hostKey],
      ident: 'Berth',
      keepaliveInterval: 15_000,
      keepaliveCountMax: 4,
      algorithms: {
        kex: [
          'curve25519-sha256',
          'curve25519-sha256@libssh.org',
          'ecdh-sha2-nistp256',
          'ecdh-sha2-nistp384',
        ],
        cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes256-ctr'],
        hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256'],
        compress: ['none'],
      },
    },
    (connection, { ip }) => {
      open.add(connection)
      connection.once('close', () => open.delete(connection))
      serve(options, connection, ip)
    },
  )
  const listener = createServer((socket) => {
    const leave = limit.enter(networkOf(socket.remoteAddress ?? ''))
    if (leave === undefined) return void socket.destroy()
    socket.once('close', leave)
    server.injectSocket(socket)
  })
  return {
    async listen(port, address) {
      listener.listen(port, address)
      await once(listener, 'listening')
      const bound = listener.address()
      return typeof bound === 'object' && bound !== null ? bound.port : port
    },
    close() {
      listener.close()
      for (const connection of open) connection.end()
    },
  }
}

function serve<Actor extends GitActor>(options: SshOptions<Actor>, connection: Connection, ip: string): void {
  const { log } = options.deps
  const commands = new Set<Promise<void>>()
  let shown: { readonly label: string; readonly publicKey: Uint8Array } | undefined
  let tries = 0
  const patience = setTimeout(() => connection.end(), AUTH_MS)
  const idle = createIdleTimer(() => connection.end())
  connection.on('error', (err: Error) => log.debug({ err, ip }, 'an SSH connection broke'))
  connection.once('close', () => {
    clearTimeout(patience)
    idle.stop()
  })
  connection.on('authentication', (context) => {
    tries += 1
    if (tries > TRIES) return void connection.end()
    verify(options, context).then(
      (found) => {
        if (found === undefined) return context.reject(['publickey'])
        shown = found
        context.accept()
      },
      (err: unknown) => {
        log.warn({ err }, 'an SSH key could not be checked')
        context.reject(['publickey'])
      },
    )
  })
  connection.on('ready', () => {
    clearTimeout(patience)
    idle.start()
    connection.on('session', (accept) => {
      if (shown === undefined) return void connection.end()
      const { label, publicKey } = shown
      const session = accept()
      let protocol: string | undefined
      session.on('env', (taken, _refuse, { key, val }) => {
        if (key === 'GIT_PROTOCOL' && /^version=[0-2]$/.test(val)) protocol = val
        taken?.()
      })
      session.on('exec', (accepted, refuse, { command }) => {
        if (commands.size >= MOST_COMMANDS) return refuse?.()
        const running = run(options, accepted(), { publicKey, command, protocol, ip })
        commands.add(running)
        idle.stop()
        running
          .catch((err: unknown) => log.error({ err }, 'a command over SSH failed'))
          .finally(() => {
            commands.delete(running)
            if (commands.size === 0) idle.start()
          })
      })
      session.on('shell', (accepted) => greet(accepted(), label))
      session.on('pty', (taken) => taken?.())
    })
  })
}

/** Whether the key is somebody's; the second time it is asked, with a signature that proves it is theirs. */
async function verify<Actor extends GitActor>(
  { findKeyActor }: SshOptions<Actor>,
  context: AuthContext,
): Promise<{ readonly label: string; readonly publicKey: Uint8Array } | undefined> {
  if (context.method !== 'publickey') return undefined
  const actor = await findKeyActor(context.key.data)
  if (actor === undefined) return undefined
  const found = { label: actor.label, publicKey: context.key.data }
  if (context.signature === undefined) return found
  const key = ssh2.utils.parseKey(context.key.data)
  if (key instanceof Error || context.blob === undefined) return undefined
  const own = key.getPublicSSH()
  if (own.length !== context.key.data.length || !timingSafeEqual(own, context.key.data)) return undefined
  return key.verify(context.blob, context.signature, context.hashAlgo) === true ? found : undefined
}

async function run<Actor extends GitActor>(
  options: SshOptions<Actor>,
  channel: ServerChannel,
  asked: {
    readonly publicKey: Uint8Array
    readonly command: string
    readonly protocol: string | undefined
    readonly ip: string
  },
): Promise<void> {
  const { deps, auth, findKeyActor } = options
  const { publicKey, protocol, ip } = asked
  channel.on('error', (err: Error) => deps.log.debug({ err, ip }, 'a channel of SSH broke'))
  try {
    const command = parseGitCommand(asked.command)
    if (command === undefined) {
      channel.stderr.write(
        `This is Berth's git: git push ssh://HOST:PORT/<tenant>/<app>.git, and nothing else. A name is 2 to 32 of a-z, 0-9 and single "-".\r\n`,
      )
      return finish(channel, 1)
    }
    const permission = command.service === 'git-receive-pack' ? 'app:deploy' : 'app:read'
    // the key is looked up each time: a connection may stay open for long after it was removed
    const admit = async () => {
      const actor = await findKeyActor(publicKey)
      if (actor === undefined) throw new BerthError('auth.required', 'this key was removed')
      const target = { app: command.app }
      const { tenant } = await auth.authorize({ actor, tenant: command.tenant, permission, target, ip })
      return { tenant, by: actor.label, ip }
    }
    const pusher = await admit()
    const checkRight = async () => void (await admit())
    const code = await serveCommand(deps, { channel, command, protocol, pusher, checkRight })
    finish(channel, code)
  } catch (thrown) {
    const error = toBerthError(thrown)
    if (error.kind === 'internal') deps.log.error({ err: error.cause ?? error }, 'git over SSH failed')
    channel.stderr.write(`${error.message}\n`)
    finish(channel, 1)
  }
}

function greet(channel: ServerChannel, label: string): void {
  channel.write(`Hello ${label}: this is Berth. There is no shell here; push with git.\r\n`)
  finish(channel, 0)
}

function finish(channel: ServerChannel, code: number): void {
  if (channel.destroyed) return
  channel.exit(code)
  channel.end()
}

function createIdleTimer(onIdle: () => void): { start(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined
  return {
    start: () => {
      clearTimeout(timer)
      timer = setTimeout(onIdle, IDLE_MS)
    },
    stop: () => clearTimeout(timer),
  }
}
