import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import { type DiffTarget, SchemaEngine } from '@prisma/schema-engine-wasm'

/** The SQL from one state to the other; undefined when they are the same. The native engine would be a download. */
export async function diffSql(options: {
  schema: string
  from: DiffTarget
  adapter: SqlMigrationAwareDriverAdapterFactory
}): Promise<string | undefined> {
  const silent = () => undefined // its log lines; failures are thrown
  const engine = await SchemaEngine.new(
    { datamodels: [['schema.prisma', options.schema]] },
    silent,
    bindMigrationAwareSqlAdapterFactory(options.adapter),
  )
  const result = await engine.diff({
    from: options.from,
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: options.schema }] },
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  })
  return result.exitCode === 2 ? (result.stdout ?? '') : undefined
}
