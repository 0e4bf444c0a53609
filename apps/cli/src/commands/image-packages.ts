import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

const DIGEST_SHOWN = 19

/** Which images bring a package; `wanted` is `openssl` or `openssl@3.0.11`, and `@types/node@1.0.0` of npm. */
export async function imagesWithPackage(wanted: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const at = wanted.lastIndexOf('@')
  const [name, version] = at > 0 ? [wanted.slice(0, at), wanted.slice(at + 1)] : [wanted, undefined]
  const query = { tenant: await session.tenant(), name, ...(version ? { version } : {}) }
  const list = await session.api.images.withPackage.query(query)
  if (options.json) return printJson(list)
  if (list.length === 0) return say(`no image that was looked into has ${wanted}`)
  printResult(
    formatTable([
      ['REPOSITORY', 'TAGS', 'IMAGE', 'PACKAGE', 'VERSION', 'TYPE'],
      ...list.map((holder) => [
        ...[holder.repository, holder.tags.join(' ') || '-', holder.digest.slice(0, DIGEST_SHOWN)],
        ...[holder.name, holder.version, holder.type],
      ]),
    ]),
  )
}
