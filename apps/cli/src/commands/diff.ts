import { once } from 'node:events'
import { type Change, changeSchema } from '@berth/protocol'
import { runCopy } from '../live/copy.ts'
import { say } from '../output.ts'
import { openSession } from '../session/session.ts'
import { inOneLine } from '../terminal/without-control.ts'
import type { CpOptions } from './cp.ts'

const LETTER = { added: 'A', changed: 'C', deleted: 'D' } as const satisfies Record<Change['kind'], string>

/** As it comes: a line each, `A /path`; with `--json` an array. Exits with 1 when it is not all. */
export async function diff(app: string, options: CpOptions): Promise<void> {
  const session = await openSession(options)
  const request = {
    tenant: await session.tenant(),
    app,
    files: { kind: 'changes' } as const,
    ...(options.instance !== undefined && { containerId: options.instance }),
  }
  const lines = createLines()
  let shown = 0
  const show = (line: string) => {
    const before = shown++ === 0 ? '[' : ',\n'
    if (options.json) return `${before}${line}`
    const { kind, path } = changeSchema.parse(JSON.parse(line))
    return `${LETTER[kind]} ${inOneLine(path)}\n`
  }
  const output = async (bytes: Uint8Array) => {
    const text = lines(bytes).map(show).join('')
    if (!process.stdout.write(text)) await once(process.stdout, 'drain')
  }
  process.exitCode = await runCopy(session, request, { output, note: say })
  if (options.json) process.stdout.write(shown === 0 ? '[]\n' : ']\n')
}

/** Bytes in, whole lines out. */
function createLines(): (bytes: Uint8Array) => readonly string[] {
  const decoder = new TextDecoder()
  let rest = ''
  return (bytes) => {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    return lines
  }
}
