import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { LayerEntry } from '@berth/image'
import { encodeTarHeader, TAR_END, tarPadding } from '../../../../packages/image/src/layout/tar-writer.ts'

const run = promisify(execFile)

/** A folder as GNU tar packs it. */
export async function tarOf(folder: string, flags: readonly string[] = []): Promise<Buffer> {
  const args = ['--numeric-owner', '--sort=name', ...flags, '-C', folder, '-cf', '-', '.']
  const { stdout } = await run('tar', args, { encoding: 'buffer', maxBuffer: 1024 ** 3 })
  return stdout
}

type Member = {
  readonly name: string
  readonly type?: LayerEntry['type'] | 'character' | 'block'
  readonly text?: string
  readonly target?: string
  readonly mode?: number
  readonly uid?: number
}

const FLAG: Readonly<Record<string, string>> = { character: '3', block: '4' }

/** An archive of exactly these members, however wrong they are. */
export function archive(...members: readonly Member[]): Buffer {
  return Buffer.concat([...members.flatMap(encode), TAR_END])
}

function encode({ name, type = 'file', text = '', target = '', mode = 0o644, uid = 0 }: Member): Buffer[] {
  const flag = FLAG[type]
  const entry = {
    path: name,
    type: flag ? 'file' : type,
    target,
    mode,
    uid,
    gid: 0,
    seconds: 0,
    size: text.length,
  }
  const header = encodeTarHeader(entry as LayerEntry)
  return [flag ? withFlag(header, flag) : header, Buffer.from(text), tarPadding(text.length)]
}

function withFlag(header: Buffer, flag: string): Buffer {
  header.write(flag, 156)
  header.write(' '.repeat(8), 148)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}
