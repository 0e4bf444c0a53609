import { type SourceSkip, sourceSkip } from '@berth/dockerfile'
import type { SourceFolder, SourceNode } from './source-node.ts'
import { SourceProblem } from './source-problem.ts'

/** path below the folder → content */
export type ChosenFiles = {
  readonly files: ReadonlyMap<string, Blob>
  /** files and folders that its ignore files left out */
  readonly leftOut: number
}

const MOST_FILES = 50_000
const MOST_DEPTH = 100

/** The files of a folder that are sent, by the rules of `berth build`. Error: SourceProblem. */
export async function chooseFiles(folder: SourceFolder): Promise<ChosenFiles> {
  const top = await folder.list()
  const docker = await textOf(top, '.dockerignore')
  /** of the folders that were entered */
  const ignores = new Map<string, string | undefined>()
  const skip = rulesOf({ docker, git: (below) => ignores.get(below) })
  const files = new Map<string, Blob>()
  let leftOut = 0
  await walk(top, '', 0)
  if (files.size === 0) throw new SourceProblem('empty')
  return { files, leftOut }

  async function walk(nodes: readonly SourceNode[], prefix: string, depth: number): Promise<void> {
    if (depth > MOST_DEPTH) throw new SourceProblem('tooMany')
    if (docker === undefined) ignores.set(prefix.slice(0, -1), await textOf(nodes, '.gitignore'))
    for (const node of nodes) {
      const path = prefix + node.name
      if (skip(path, node.kind === 'folder')) leftOut += 1
      else if (node.kind === 'folder') await walk(await node.list(), `${path}/`, depth + 1)
      else {
        if (files.size === MOST_FILES) throw new SourceProblem('tooMany')
        files.set(path, await node.open())
      }
    }
  }
}

function rulesOf(texts: Parameters<typeof sourceSkip>[0]): SourceSkip {
  const skip = orProblem(() => sourceSkip(texts))
  return (path, isFolder) => orProblem(() => skip(path, isFolder))
}

function orProblem<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new SourceProblem('badIgnore', error)
  }
}

async function textOf(nodes: readonly SourceNode[], name: string): Promise<string | undefined> {
  const found = nodes.find((node) => node.name === name)
  return found?.kind === 'file' ? (await found.open()).text() : undefined
}
