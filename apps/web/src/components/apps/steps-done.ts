import type { AppView, RepositoryView } from '@berth/protocol'

/** Which of the four first steps a tenant has taken. `people`: members and open invitations. */
export function firstSteps(seen: {
  tenant: string
  apps: readonly AppView[]
  images: readonly RepositoryView[]
  people: number
  shellOpened: boolean
}): Record<'push' | 'deploy' | 'shell' | 'invite', boolean> {
  return {
    push: seen.images.some((repository) => repository.name.startsWith(`${seen.tenant}/`)),
    deploy: seen.apps.some((app) => app.image !== null && !app.image.startsWith('library/welcome')),
    shell: seen.shellOpened,
    invite: seen.people > 1,
  }
}
