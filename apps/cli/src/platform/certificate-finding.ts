import path from 'node:path'
import { messageOf } from '../output.ts'
import { connect } from '../session/session.ts'
import { readAdmin } from './admin-file.ts'
import { describeTls } from './describe-tls.ts'
import type { Finding } from './doctor.ts'
import type { Paths } from './paths.ts'
import { readIfThere } from './read-if-there.ts'
import { parseSaved, resolveSettings } from './up-settings.ts'

/** How the certificate of the platform's address stands; nothing where the door does not serve it. */
export async function certificateFinding(paths: Paths): Promise<Finding[]> {
  const file = path.join(paths.dir, 'settings.json')
  const { port, tls } = resolveSettings(parseSaved(file, await readIfThere(file)), false)
  const admin = await readAdmin(paths.adminFile)
  if (tls === 'off' || !admin) return []
  try {
    const { api } = connect({ url: `http://127.0.0.1:${port}`, token: admin.token, tenant: admin.tenant })
    return [{ name: 'certificate', ...describeTls(await api.tls.overview.query()) }]
  } catch (error) {
    const message = `how it stands is not known: ${messageOf(error)}`
    return [{ name: 'certificate', ok: false, message, fix: './berth status says what does not run' }]
  }
}
