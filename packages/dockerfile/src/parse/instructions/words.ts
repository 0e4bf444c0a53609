import type { ExposeInstruction, VolumeInstruction } from '../../ast/instruction.ts'
import { readFlags } from '../../read/flag-reader.ts'
import { refuse } from '../../read/refuse.ts'
import type { Statement } from '../../read/statement.ts'
import { splitWords } from '../../read/words.ts'
import { readWordList } from '../read-word-list.ts'
import { written } from '../written.ts'

/** `EXPOSE 80 443/tcp 8000-8010/udp` */
export function parseExpose(statement: Statement): ExposeInstruction {
  readFlags(statement, {})
  const ports = splitWords(statement.rest).map(({ text, at }) => ({ text, place: statement.placeAt(at) }))
  if (ports.length === 0) throw refuse(statement.place, 'EXPOSE has no port')
  return { ...written(statement), kind: 'expose', ports }
}

/** `VOLUME /data /log`, or a JSON array */
export function parseVolume(statement: Statement): VolumeInstruction {
  readFlags(statement, {})
  const paths = readWordList(statement, statement.rest).map(({ text }) => text.trim())
  if (paths.length === 0) throw refuse(statement.place, 'VOLUME has no path')
  if (paths.includes('')) throw refuse(statement.place, 'a path of VOLUME is empty')
  return { ...written(statement), kind: 'volume', paths }
}
