import { spawn } from 'node:child_process'
import { BerthError } from '@berth/core'
import type { IpBatch } from './ip-batch.ts'

/** The programs of the host that set networks up. Each throws network.failed with what the program said. */
export type HostCommands = {
  ip(batch: IpBatch): Promise<void>
  /** the same within the namespace pinned at `netnsPath` */
  ipWithin(netnsPath: string, batch: IpBatch): Promise<void>
  /** prints JSON */
  ipQuery(args: readonly string[]): Promise<string>
  nft(commands: string): Promise<void>
  nftQuery(args: readonly string[]): Promise<string>
  /** Make a namespace, pin it on the existing file `netnsPath`, and set `sysctls` in it. */
  createNamespace(netnsPath: string, sysctls: readonly string[]): Promise<void>
  unpin(netnsPaths: readonly string[]): Promise<void>
}

export const hostCommands: HostCommands = {
  ip: async (batch) => void (await run('ip', ['-batch', '-'], lines(batch))),
  ipWithin: async (netns, batch) =>
    void (await run('nsenter', [`--net=${netns}`, 'ip', '-batch', '-'], lines(batch))),
  ipQuery: (args) => run('ip', ['-json', ...args]),
  nft: async (commands) => void (await run('nft', ['-f', '-'], `${commands}\n`)),
  nftQuery: (args) => run('nft', ['-j', ...args]),
  createNamespace: async (netns, sysctls) =>
    void (await run('unshare', [`--net=${netns}`, 'sysctl', '-q', '-e', '-w', ...sysctls])),
  unpin: async (netns) => void (await run('umount', ['--lazy', ...netns])),
}

function run(file: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: 30_000 })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.stdin.on('error', () => undefined) // it ended without reading: its exit code says why
    child.on('error', (cause) => reject(failed(file, args, cause.message, cause)))
    child.on('close', (code) => {
      if (code === 0) return resolve(Buffer.concat(out).toString())
      reject(failed(file, args, Buffer.concat(err).toString().trim() || `exit code ${code}`))
    })
    child.stdin.end(input)
  })
}

function lines(batch: IpBatch): string {
  return batch.map((line) => `${line}\n`).join('')
}

function failed(file: string, args: readonly string[], why: string, cause?: unknown): BerthError {
  return new BerthError('network.failed', `${file} ${args.join(' ')}: ${why}`, { cause })
}
