import { z } from 'zod'
import { envSchema as agent } from '../../apps/agent/src/env.ts'
import { envSchema as cli } from '../../apps/cli/src/env.ts'
import { envSchema as control } from '../../apps/control/src/env.ts'
import { envSchema as web } from '../../apps/web/src/env.ts'
import { code, table } from './markdown.ts'
import { VARIABLE_MEANINGS } from './variable-meanings.ts'

/** The part of JSON Schema that our environments use. */
const propertySchema = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  default: z.union([z.string(), z.number()]).optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
})
const objectSchema = z.object({
  properties: z.record(z.string(), propertySchema),
  required: z.array(z.string()).default([]),
})
type Property = z.infer<typeof propertySchema>
type Reader = { readonly name: string; readonly environment: z.infer<typeof objectSchema> }

/** What one may set for `./berth`, and what its processes are told. */
export function configurationPage(): string {
  const launcher = reader('berth', cli)
  // by what the sign-up schema of web says: the launcher only hands it through
  const people = reader('web', web)
  const processes = [people, reader('control', control), reader('agent', agent)]
  checkMeanings([launcher, ...processes])
  const asked = Object.entries(launcher.environment.properties).map(([name, own]) => {
    const handedOn = !own.enum && name.startsWith('BERTH_')
    return variableRow(name, handedOn ? (people.environment.properties[name] ?? own) : own)
  })
  return `# Configuration

## Set for ${code('./berth')}
Port, address and apps domain are options of ${code('berth up')} and are kept in the data folder's ${code('settings.json')}; the variables below are not kept: give them to every ${code('berth up')}. An empty variable counts as absent. A wrong one is named before anything starts.

${table(['variable', 'value', 'default', 'meaning'], asked)}
## Told to the processes
${code('./berth up')} sets these. Each process names every variable that is wrong or missing and does not start.

${table(['variable', 'value', 'needed by', 'known to', 'meaning'], processRows(processes))}
The resolver, too, is told ${code('BERTH_INSTANCE')}, ${code('BERTH_RUN_DIR')}, ${code('BERTH_LOG_LEVEL')} and ${code('BERTH_RESOLVER_DIR')}; it reads the last only. ${code('setup.js')} has control's environment.
`
}

function reader(name: string, schema: z.ZodType): Reader {
  return {
    name,
    environment: objectSchema.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })),
  }
}

function variableRow(name: string, property: Property): string[] {
  return [code(name), valueOf(name, property), String(property.default ?? ''), meaningOf(name)]
}

function processRows(readers: readonly Reader[]): string[][] {
  const names = [...new Set(readers.flatMap(({ environment }) => Object.keys(environment.properties)))]
  return names.map((name) => {
    const knowing = readers.filter(({ environment }) => environment.properties[name])
    const needing = knowing.filter(({ environment }) => environment.required.includes(name))
    const property = knowing[0]?.environment.properties[name] ?? {}
    return [code(name), valueOf(name, property), namesOf(needing), namesOf(knowing), meaningOf(name)]
  })
}

function valueOf(name: string, property: Property): string {
  if (property.enum) return property.enum.map(code).join(', ')
  if (/_(FILE|DIR|SOCKET|INIT)$/.test(name)) return 'path'
  if (property.type === 'integer') return 'number'
  return property.format === 'uri' ? 'address' : 'text'
}

function namesOf(readers: readonly Reader[]): string {
  return readers.map(({ name }) => name).join(', ')
}

function meaningOf(name: string): string {
  return VARIABLE_MEANINGS[name] ?? ''
}

function checkMeanings(readers: readonly Reader[]): void {
  const known = new Set(readers.flatMap(({ environment }) => Object.keys(environment.properties)))
  const explained = new Set(Object.keys(VARIABLE_MEANINGS))
  const wrong = [...known, ...explained].filter((name) => !known.has(name) || !explained.has(name))
  if (wrong.length > 0) throw new Error(`infra/docs/variable-meanings.ts: ${wrong.join(', ')}`)
}
