import { z } from 'zod'
import type { ReadManifest } from './read/problem.ts'

const FILE = 'app.json'

/** What is read of Heroku's app.json; the rest is about Heroku. */
const appJsonSchema = z.object({
  env: z
    .record(
      z.string(),
      z.union([z.string(), z.object({ value: z.string().optional(), required: z.boolean().optional() })]),
    )
    .optional(),
  formation: z
    .record(z.string(), z.object({ quantity: z.number().int().min(0).max(100).optional() }))
    .optional(),
})

export type AppJson = {
  /** of variables that have one */
  readonly environment: Readonly<Record<string, string>>
  /** process type → instances */
  readonly instances: Readonly<Record<string, number>>
}

export function readAppJson(text: string): ReadManifest<AppJson> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return wrong('app.json is no JSON')
  }
  const parsed = appJsonSchema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return wrong(`app.json: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not as Heroku has it'}`)
  }
  const { env = {}, formation = {} } = parsed.data
  const values = Object.entries(env).flatMap(([name, given]) => {
    const plain = typeof given === 'string' ? given : given.value
    return plain === undefined ? [] : [[name, plain] as const]
  })
  const counts = Object.entries(formation).flatMap(([name, { quantity }]) =>
    quantity === undefined ? [] : [[name, quantity] as const],
  )
  return {
    kind: 'ok',
    value: { environment: Object.fromEntries(values), instances: Object.fromEntries(counts) },
  }
}

function wrong(message: string): ReadManifest<AppJson> {
  return { kind: 'wrong', problem: { file: FILE, message, line: 1, column: 1, text: '' } }
}
