import { z } from 'zod'
import { manifestSchema } from '../../packages/manifest/src/index.ts'
import { code, table } from './markdown.ts'

type Schema = {
  readonly type?: string
  readonly description?: string
  readonly enum?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly anyOf?: readonly Schema[]
}

/** For editors: `# yaml-language-server: $schema=…`. */
export function manifestSchemaText(): string {
  const title = { title: 'berth.yml', ...z.toJSONSchema(manifestSchema, { io: 'input' }) }
  return `${JSON.stringify(title, null, 2)}\n`
}

/** Every key of a berth.yml. */
export function manifestPage(): string {
  const rows = rowsOf(JSON.parse(manifestSchemaText()), '')
  return `# berth.yml

What it is for, with examples: [An app as a file](../guide/berth-yml.md). For editors: [berth.schema.json](berth.schema.json). A key that is not here is refused, with its line; there are no secrets in it, because it lies in a repository.

${table(['key', 'value', 'meaning'], rows)}`
}

/** A row for each key of a schema, and those below it. */
export function rowsOf({ properties = {} }: Schema, above: string): string[][] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const key = above + name
    return [[code(key), formOf(schema), schema.description ?? ''], ...below(schema, key)]
  })
}

function below(schema: Schema, key: string): string[][] {
  const inner = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined
  const named = inner?.anyOf?.find(({ type }) => type === 'object') ?? inner
  return [...rowsOf(schema, `${key}.`), ...(named ? rowsOf(named, `${key}.NAME.`) : [])]
}

function formOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map(code).join(', ')
  if (schema.anyOf) return [...new Set(schema.anyOf.map(formOf))].join(' or ')
  switch (schema.type) {
    case 'object':
      return 'keys'
    case 'array':
      return 'list'
    case 'integer':
      return 'number'
    case 'string':
      return 'text'
    default:
      return schema.type ?? ''
  }
}
