import {
  type AddInstruction,
  type CopyInstruction,
  documentText,
  type Place,
  refuse,
} from '@berth/dockerfile'
import { originOf } from '../graph/resolve-stage.ts'
import type { StageScope } from '../scope/stage-scope.ts'
import type { Origin } from '../origin.ts'
import type { CopyAction, CopySource } from '../step-action.ts'
import { readChmod } from './chmod-rule.ts'
import { fill, fillDocument } from './fill.ts'
import { numbered } from './numbered.ts'
import { destinationPath, sourcePath } from './paths.ts'
import { readRemote, type Remote } from './remote-source.ts'
import type { Effect, StepContext } from './step-context.ts'
import { warnOfIgnored } from './warn-of-ignored.ts'

type Transfer = CopyInstruction | AddInstruction

/** COPY and ADD. Error: dockerfile.invalid. */
export function applyTransfer(instruction: Transfer, scope: StageScope, context: StepContext): Effect {
  const filled = (text: string, place: Place = instruction.place) => fill(text, place, scope, context)
  const optional = (text: string | null) => (text === null || text === '' ? null : filled(text))
  const origin = originRead(instruction, context)
  const paths = instruction.sources.map(({ path, place }) => ({ text: filled(path, place), place }))
  const sources = paths.map(({ text, place }) => sourceOf(instruction, { text, place, origin, optional }))
  warnOfIgnored(instruction, sources, context)
  const documents = instruction.inline.map((document): CopySource => {
    const text = documentText(document)
    const content = document.expands ? fillDocument(text, document.place, scope, context) : text
    return { kind: 'inline', name: document.name, content, place: document.place }
  })
  const destination = filled(instruction.destination)
  const chmod = optional(instruction.chmod)
  const action: CopyAction = {
    kind: 'copy',
    sources: [...sources, ...documents],
    destination: destinationPath(scope.settings.WorkingDir ?? '/', destination),
    chown: optional(instruction.chown),
    chmod: chmod === null ? null : readChmod(chmod, instruction.place),
    link: instruction.link,
    parents: instruction.kind === 'copy' && instruction.parents,
    excludes: instruction.excludes.map((pattern) => filled(pattern)),
  }
  const named = [
    ...paths.map(({ text }) => text),
    ...instruction.inline.map(({ name }) => `<<${name}`),
    destination,
  ]
  return {
    scope,
    action,
    createdBy: `${flagsShown(instruction, action, chmod)} ${named.join(' ')} # buildkit`,
  }
}

function originRead(instruction: Transfer, context: StepContext): Origin {
  if (instruction.kind === 'add' || instruction.from === null) return { kind: 'context' }
  return numbered(originOf(context.dockerfile.stages, instruction.from, context), context)
}

function sourceOf(
  instruction: Transfer,
  source: {
    readonly text: string
    readonly place: Place
    readonly origin: Origin
    readonly optional: (text: string | null) => string | null
  },
): CopySource {
  const { text, place, origin } = source
  const remote = readRemote(text, place)
  const checksum = instruction.kind === 'add' ? source.optional(instruction.checksum) : null
  if (checksum !== null && (!remote || instruction.sources.length !== 1))
    throw refuse(place, '--checksum is for one address, of a file or of a git repository')
  if (remote && instruction.kind === 'copy') throw refuse(place, `COPY takes no addresses: write ADD ${text}`)
  if (remote && instruction.kind === 'add') return remoteSource(instruction, remote, checksum, place)
  const unpack = instruction.kind === 'add' && (instruction.unpack ?? true)
  return { kind: 'path', origin, pattern: patternOf(instruction, text), unpack, place }
}

/** `a/./b` of `--parents` keeps its dot, below which the folders are kept. */
function patternOf(instruction: Transfer, text: string): string {
  if (instruction.kind === 'add' || !instruction.parents || !text.includes('/./')) return sourcePath(text)
  const pivot = text.indexOf('/./')
  return `${sourcePath(text.slice(0, pivot))}/./${sourcePath(text.slice(pivot + 3))}`
}

function remoteSource(
  instruction: AddInstruction,
  remote: Remote,
  checksum: string | null,
  place: Place,
): CopySource {
  if (remote.kind === 'url') {
    if (
      checksum !== null &&
      !/^sha256:[0-9a-f]{64}$|^sha384:[0-9a-f]{96}$|^sha512:[0-9a-f]{128}$/.test(checksum)
    )
      throw refuse(place, `"${checksum}" is not a checksum such as sha256:<64 hex digits>`)
    return { ...remote, checksum, unpack: instruction.unpack ?? false, place }
  }
  const wanted = checksum ?? remote.checksum
  if (wanted !== null && !/^[0-9a-f]{7,64}$/.test(wanted))
    throw refuse(place, `"${wanted}" is not the name of a commit`)
  return { ...remote, keepGitDir: instruction.keepGitDir ?? remote.keepGitDir, checksum: wanted, place }
}

function flagsShown(instruction: Transfer, action: CopyAction, chmod: string | null): string {
  return [
    instruction.kind.toUpperCase(),
    ...(action.parents ? ['--parents'] : []),
    ...(action.chown === null ? [] : [`--chown=${action.chown}`]),
    ...(chmod === null ? [] : [`--chmod=${chmod}`]),
  ].join(' ')
}
