import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { BerthError } from '@berth/core'
import { inLanguage, type LabFiles, readLab } from '@berth/lab'
import type { LabExampleView } from '@berth/protocol'

/** The labs that ship, each a folder below `dir`, as somebody of a language reads them. */
export async function listExamples(dir: string, language: string): Promise<LabExampleView[]> {
  const names = (await readdir(dir)).toSorted()
  const examples = await Promise.all(
    names.map(async (name) => {
      const read = readLab(await filesBelow(path.join(dir, name)))
      if (read.kind === 'wrong') return []
      const { title, description } = inLanguage(read.spec, language)
      return [{ name, title, description }]
    }),
  )
  return examples.flat()
}

/** Error: lab.not_found. */
export async function readExample(dir: string, name: string): Promise<LabFiles> {
  if (!(await readdir(dir)).includes(name))
    throw new BerthError('lab.not_found', `there is no example "${name}"`, { details: { example: name } })
  return filesBelow(path.join(dir, name))
}

async function filesBelow(dir: string): Promise<LabFiles> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name)
      return [path.relative(dir, file), await readFile(file, 'utf8')] as const
    })
  return Object.fromEntries(await Promise.all(files))
}
