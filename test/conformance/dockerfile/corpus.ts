import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const FOLDER = join(import.meta.dirname, '../../fixtures/dockerfiles')

const caseSchema = z.strictObject({
  about: z.string(),
  args: z.record(z.string(), z.string()).default({}),
  labels: z.record(z.string(), z.string()).default({}),
  secrets: z.record(z.string(), z.string()).default({}),
  target: z.string().optional(),
  /** why buildah cannot be asked; then `expected.txt` says what must be there */
  peer: z.string().optional(),
  /** lines of the comparison that may differ, and why */
  differs: z.array(z.strictObject({ line: z.string(), why: z.string() })).default([]),
})

/** A Dockerfile with its context, and what it is about. */
export type Case = z.infer<typeof caseSchema> & {
  readonly name: string
  readonly context: string
  /** lines that the tree must have beside those of the base; only without a peer */
  readonly expected: readonly string[]
}

export function readCorpus(): readonly Case[] {
  return readdirSync(FOLDER)
    .toSorted()
    .map((name) => {
      const folder = join(FOLDER, name)
      const read = caseSchema.parse(JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')))
      const expected = read.peer ? readFileSync(join(folder, 'expected.txt'), 'utf8').split('\n') : []
      return { ...read, name, context: join(folder, 'context'), expected: expected.filter(Boolean) }
    })
}

/** Those that a usual run compares: one of each kind of mistake that is easily made. */
const USUAL = [
  ...['add-archive', 'copy-exclude', 'copy-from-stage', 'copy-links', 'multi-stage', 'onbuild'],
  ...['run-heredoc', 'run-replaces'],
]

/** All of them with BERTH_TEST_DOCKERFILES=all; else those whose names have one of the words between its commas. */
export function chosenCases(wanted: string | undefined): readonly Case[] {
  const corpus = readCorpus()
  if (wanted === 'all') return corpus
  const words = wanted?.split(',')
  return corpus.filter(({ name }) => words?.some((word) => name.includes(word)) ?? USUAL.includes(name))
}
