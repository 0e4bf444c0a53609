import { BerthError } from '@berth/core'
import type { IpBatch } from './ip-batch.ts'
import { joinRuns } from './join-runs.ts'
import type { RunProgram } from './run-program.ts'

/** The programs of the host that set networks up. Each throws network.failed with what the program said. */
export type HostCommands = {
  ip(batch: IpBatch): Promise<void>
  /** the same within the namespace pinned at `netnsPath` */
  ipWithin(netnsPath: string, batch: IpBatch): Promise<void>
  /** limits of rates; the same within the namespace pinned at `netnsPath` */
  tc(batch: IpBatch): Promise<void>
  tcWithin(netnsPath: string, batch: IpBatch): Promise<void>
  /** prints JSON */
  ipQuery(args: readonly string[]): Promise<string>
  /** all of them or none */
  nft(commands: string): Promise<void>
  nftQuery(args: readonly string[]): Promise<string>
  /** Make a namespace, pin it on the existing file `netnsPath`, and set `sysctls` in it. */
  createNamespace(netnsPath: string, sysctls: readonly string[]): Promise<void>
  unpin(netnsPaths: readonly string[]): Promise<void>
}

export function createHostCommands(runProgram: RunProgram): HostCommands {
  return {
    ip: async (batch) => void (await run('ip', ['-batch', '-'], lines(batch))),
    ipWithin: async (netns, batch) =>
      void (await run('nsenter', [`--net=${netns}`, 'ip', '-batch', '-'], lines(batch))),
    tc: async (batch) => void (await run('tc', ['-batch', '-'], lines(batch))),
    tcWithin: async (netns, batch) =>
      void (await run('nsenter', [`--net=${netns}`, 'tc', '-batch', '-'], lines(batch))),
    ipQuery: (args) => run('ip', ['-json', ...args]),
    nft: joinRuns(async (commands) => void (await run('nft', ['-f', '-'], `${commands}\n`))),
    nftQuery: (args) => run('nft', ['-j', ...args]),
    createNamespace: async (netns, sysctls) =>
      void (await run('unshare', [`--net=${netns}`, 'sysctl', '-q', '-e', '-w', ...sysctls])),
    unpin: async (netns) => void (await run('umount', ['--lazy', ...netns])),
  }

  async function run(file: string, args: readonly string[], input = ''): Promise<string> {
    const { code, output, errors } = await runProgram([file, ...args], input).catch((cause: unknown) => {
      throw failed(file, args, cause instanceof Error ? cause.message : String(cause), cause)
    })
    if (code === 0) return output
    throw failed(file, args, errors.trim() || `exit code ${code}`)
  }
}

function lines(batch: IpBatch): string {
  return batch.map((line) => `${line}\n`).join('')
}

function failed(file: string, args: readonly string[], why: string, cause?: unknown): BerthError {
  return new BerthError('network.failed', `${file} ${args.join(' ')}: ${why}`, { cause })
}
