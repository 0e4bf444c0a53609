import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { LogPiece as Read } from '@berth/logstore'
import type { LogPiece } from '@berth/protocol'

/** Lines as control takes them. */
export async function packPiece(id: string, { start, end, lines }: Read): Promise<LogPiece> {
  const text = lines.map(
    ({ at, stream, text }) => `${JSON.stringify({ at: at.toISOString(), stream, text })}\n`,
  )
  const data = await promisify(gzip)(text.join(''))
  const at = (index: number) => lines.at(index)?.at.toISOString() ?? new Date(0).toISOString()
  return { id, start, end, from: at(0), to: at(-1), lines: lines.length, data: data.toString('base64') }
}
