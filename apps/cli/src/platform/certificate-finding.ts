import { messageOf } from '../output.ts'
import { readAdmin } from './admin-file.ts'
import { describeTls } from './describe-tls.ts'
import type { Finding } from './finding.ts'
import { lastSettings, localSession } from './local-session.ts'
import type { Paths } from './paths.ts'

/** How the certificate of the platform's address stands; nothing where the door does not serve it. */
export async function certificateFinding(paths: Paths): Promise<Finding[]> {
  try {
    const settings = await lastSettings(paths.dir)
    const admin = await readAdmin(paths.adminFile)
    if (settings.tls === 'off' || !admin) return []
    const { api } = localSession(settings, admin)
    return [{ name: 'certificate', ...describeTls(await api.tls.overview.query()) }]
  } catch (error) {
    const message = `how it stands is not known: ${messageOf(error)}`
    return [{ name: 'certificate', ok: false, message, fix: './berth status says what does not run' }]
  }
}
