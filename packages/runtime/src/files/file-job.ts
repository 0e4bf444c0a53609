import { posix } from 'node:path'
import { type Operation, PACK } from '../plan/operation.ts'
import { type FileQuestion, questionOperation } from './file-question.ts'

/**
 * What is done with files inside a container, in place of a command. A tar stream leaves on stdout or comes on stdin;
 * what was left out is told on stderr, and the exit code is 1 when something that was asked for is missing.
 */
export type FileJob =
  | {
      readonly kind: 'pack'
      /** in the container; with a slash at its end a link is followed, and the folder's content alone is packed */
      readonly path: string
      /** what lies in other mounts (volumes, /proc) is left out */
      readonly oneMount: boolean
    }
  | {
      readonly kind: 'unpack'
      readonly path: string
      /** the first part of each name becomes this in the folder `path`, or `path` itself when it is no folder */
      readonly name?: string | undefined
    }
  | FileQuestion

/** The last operation of the plan, where a command has `exec`. */
export function fileOperation(job: FileJob): Operation {
  switch (job.kind) {
    case 'pack': {
      const path = absolute(job.path)
      return { op: 'packFiles', path, name: nameOf(path), flags: job.oneMount ? PACK.oneMount : 0 }
    }
    case 'unpack':
      return { op: 'unpackFiles', path: absolute(job.path), name: job.name ?? '' }
    case 'ask':
      return questionOperation(job)
  }
}

/** `..` is taken out by its letters: it never leads above the root. `/.` at the end means what `/` does. */
function absolute(path: string): string {
  const normal = posix.normalize(`/${path}`)
  return path.endsWith('/.') && !normal.endsWith('/') ? `${normal}/` : normal
}

function nameOf(path: string): string {
  return path.endsWith('/') ? '' : posix.basename(path)
}
