import { z } from 'zod'

type JsonSchema = {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly required?: readonly string[]
}

export type SchemaField = { readonly name: string; readonly required: boolean }

/** Every field that a schema names, as `process.args[]`. What is below free names is not listed. */
export function fieldsOf(schema: z.ZodType): readonly SchemaField[] {
  const json: unknown = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return walk(json as JsonSchema, '') // the form that zod promises
}

function walk({ properties = {}, items, required = [] }: JsonSchema, prefix: string): readonly SchemaField[] {
  const below = Object.entries(properties).flatMap(([key, value]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`
    return [{ name, required: required.includes(key) }, ...walk(value, name)]
  })
  return items ? [...below, { name: `${prefix}[]`, required: false }, ...walk(items, `${prefix}[]`)] : below
}
