import { z } from 'zod'
import { labSchema } from '../../packages/lab/src/index.ts'
import { rowsOf } from './manifest-page.ts'
import { table } from './markdown.ts'

/** For editors: `# yaml-language-server: $schema=…`. */
export function labSchemaText(): string {
  const title = { title: 'lab.yml', ...z.toJSONSchema(labSchema, { io: 'input' }) }
  return `${JSON.stringify(title, null, 2)}\n`
}

/** Every key of a lab.yml. */
export function labPage(): string {
  return `# lab.yml

What it is for, with examples: [Teach a class](../guide/teach-a-class.md). For editors: [lab.schema.json](lab.schema.json). A key that is not here is refused, with its line.

${table(['key', 'value', 'meaning'], rowsOf(JSON.parse(labSchemaText()), ''))}`
}
