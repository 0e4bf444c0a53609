import type { AddInstruction, CopyInstruction } from '../../ast/instruction.ts'
import { type FlagReader, readFlags } from '../../read/flag-reader.ts'
import { parseAnnouncement } from '../../read/here-documents.ts'
import { refuse } from '../../read/refuse.ts'
import type { Statement } from '../../read/statement.ts'
import { readWordList } from '../read-word-list.ts'
import { written } from '../written.ts'

const SHARED = { texts: ['chown', 'chmod'], repeated: ['exclude'], switches: ['link'] }

/** `COPY [flags] SOURCE… DESTINATION` */
export function parseCopy(statement: Statement): CopyInstruction {
  const flags = readFlags(statement, {
    ...SHARED,
    texts: [...SHARED.texts, 'from'],
    switches: [...SHARED.switches, 'parents'],
  })
  const [from] = flags.all('from')
  if (from && /\$./.test(from.value))
    throw refuse(
      statement.placeAt(from.at),
      '--from takes no variables: give the image a stage of its own, FROM … AS name, and name that',
    )
  return {
    ...written(statement),
    ...readTransfer(statement, flags),
    kind: 'copy',
    from: from && from.value !== '' ? { text: from.value, place: statement.placeAt(from.at) } : null,
    parents: flags.flag('parents') ?? false,
  }
}

/** `ADD [flags] SOURCE… DESTINATION` */
export function parseAdd(statement: Statement): AddInstruction {
  const flags = readFlags(statement, {
    ...SHARED,
    texts: [...SHARED.texts, 'checksum'],
    switches: [...SHARED.switches, 'keep-git-dir', 'unpack'],
  })
  return {
    ...written(statement),
    ...readTransfer(statement, flags),
    kind: 'add',
    checksum: flags.text('checksum'),
    keepGitDir: flags.flag('keep-git-dir') ?? null,
    unpack: flags.flag('unpack') ?? null,
  }
}

function readTransfer(statement: Statement, flags: FlagReader) {
  const words = readWordList(statement, statement.rest)
  const keyword = statement.keyword.toUpperCase()
  const destination = words.at(-1)
  if (!destination || words.length < 2)
    throw refuse(statement.place, `${keyword} has a source and a destination, and one of them is missing`)
  if (statement.documents.some(({ place }) => isSame(place, statement.placeAt(destination.at))))
    throw refuse(statement.placeAt(destination.at), `the destination of ${keyword} cannot be a here-document`)
  const isDocument = (word: { text: string; at: number }) =>
    statement.documents.length > 0 && parseAnnouncement(word) !== undefined
  return {
    sources: words
      .slice(0, -1)
      .filter((word) => !isDocument(word))
      .map(({ text, at }) => ({ path: text, place: statement.placeAt(at) })),
    inline: statement.documents,
    destination: destination.text,
    chown: flags.text('chown'),
    chmod: flags.text('chmod'),
    link: flags.flag('link') ?? false,
    excludes: flags.all('exclude').map(({ value }) => value),
  }
}

function isSame(a: { line: number; column: number }, b: { line: number; column: number }): boolean {
  return a.line === b.line && a.column === b.column
}
